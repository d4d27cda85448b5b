// What the live page shows; changes come one by one, or as a whole picture when the page comes back.

const STATES = {
  speaking: ["○", "speaking"],
  listening: ["●", "listening"],
  thinking: ["◐", "thinking with you"],
  paused: ["Ⅱ", "paused"],
};
const SILENT = ["!", "microphone silent"];
const OFF = ["!", "microphone off"];
const APART = ["×", "not connected"];
const PARTERS = ["away", "stranger", "closed"];
const SILENCERS = ["lost", "muted", "silent", "stands"];
const ASKS = new Set(["question", "follow_up", "constraint", "reprompt", "repeat", "clarification"]);
const CAPTIONS = ["question", "all", "none"];

export class View {
  constructor(root) {
    this.root = root;
    this.part = (name) => root.querySelector(`[data-part="${name}"]`);
    this.captions = localStorage.getItem("captions") ?? "question";
    this.now = "speaking";
    this.muted = false;
    this.troubles = new Map();
    this.showCaptions();
  }

  picture(all) {
    const log = this.part("log");
    log.replaceChildren();
    for (const line of all.lines) this.log(line);
    this.part("question").textContent = all.question || all.saying;
    this.part("saying").textContent = all.saying === all.question ? "" : all.saying;
    this.part("changed").hidden = !all.interrupted;
    this.caption(all.caption);
    this.state(all.now);
    this.time(all.elapsed, all.budget);
  }

  said({ text, of }) {
    if (ASKS.has(of) || !this.part("question").textContent) {
      this.part("question").textContent = text;
      this.part("saying").textContent = "";
      this.part("changed").hidden = of !== "constraint";
    } else {
      this.part("saying").textContent = text;
    }
    this.caption("");
    this.part("notice").textContent = "";
    this.log({ kind: "said", text });
    this.announce(text);
  }

  answered(line) {
    this.part("heard").textContent = line.text ? `You said: ${line.text}` : "";
    this.log(line);
  }

  caption(text) {
    const line = this.part("caption");
    line.textContent = text;
    line.scrollTop = line.scrollHeight; // what was said last is read, however long the answer
    if (text) this.part("heard").textContent = "";
  }

  state(now) {
    this.now = now;
    this.sign();
    const pause = this.root.querySelector('[data-wish="pause"]');
    if (pause) pause.textContent = now === "paused" ? "Go on" : "Pause";
    if (now === "listening" || now === "paused") this.announce(now);
  }

  // Shape and word together; that nobody listens comes before everything else.
  sign() {
    let shown = STATES[this.now] ?? STATES.speaking;
    if (this.muted && this.now === "listening") shown = OFF;
    if (this.now !== "paused" && SILENCERS.some((name) => this.troubles.has(name))) shown = SILENT;
    if (this.apart) shown = APART;
    const [sign, word] = shown;
    this.part("state").dataset.now = this.apart ? "apart" : this.now;
    this.part("sign").textContent = sign;
    this.part("word").textContent = word;
  }

  // The program is not there, or another page has the interview: what is said or typed here reaches nobody.
  get apart() {
    return PARTERS.some((name) => this.troubles.has(name));
  }

  mute(on) {
    this.muted = on;
    this.sign();
  }

  // Without a clock (no budget) none is shown.
  time(elapsed, budget) {
    this.part("clock").hidden = budget === null;
    if (budget === null) return;
    const line = this.part("time");
    line.max = budget || 1;
    line.value = Math.min(elapsed, budget);
    const left = Math.max(0, Math.ceil((budget - elapsed) / 60));
    line.setAttribute("aria-valuetext", `about ${left} minute${left === 1 ? "" : "s"} left`);
  }

  level(peak) {
    const decibels = 20 * Math.log10(Math.max(peak, 1e-5));
    this.part("level").value = Math.max(0, Math.min(1, (decibels + 60) / 60));
  }

  notice(text) {
    this.log({ kind: "notice", text });
    this.part("notice").textContent = text;
  }

  log({ kind, text }) {
    const line = document.createElement("p");
    line.className = kind;
    const who = { said: "Interviewer", answered: "You" }[kind];
    if (who) {
      const name = document.createElement("b");
      name.textContent = `${who}: `;
      line.append(name);
    }
    const words = document.createElement("bdi");
    words.textContent = text || "(nothing understood)";
    line.append(words);
    this.part("log").append(line);
  }

  // What keeps the interview from going on, one line each, until it is mended.
  trouble(name, text) {
    if (text) this.troubles.set(name, text);
    else this.troubles.delete(name);
    const box = this.part("trouble");
    box.replaceChildren(
      ...[...this.troubles.values()].map((line) => {
        const shown = document.createElement("p");
        shown.textContent = line;
        return shown;
      }),
    );
    box.hidden = this.troubles.size === 0;
    this.sign();
  }

  nextCaptions() {
    this.captions = CAPTIONS[(CAPTIONS.indexOf(this.captions) + 1) % CAPTIONS.length];
    localStorage.setItem("captions", this.captions);
    this.showCaptions();
  }

  showCaptions() {
    this.root.dataset.captions = this.captions;
    const words = { question: "Question", all: "Question and my words", none: "None" }[this.captions];
    this.part("captions").textContent = `Captions: ${words}`;
  }

  // Only for a screen reader that was asked for: else two voices speak at once.
  announce(text) {
    if (this.part("reader").checked) this.part("spoken").textContent = text;
  }
}
