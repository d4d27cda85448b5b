// The live page: what the person does becomes wishes, what the program tells becomes the view.
import { meaning, onControl } from "./keys.js";
import { View } from "./view.js";

const TROUBLES = {
  away: "The program does not answer. If it comes back, the last half minute of what you said is handed over. If it was ended, start it again: your interview is kept up to here.",
  stranger:
    "The program was ended or started again. Your interview is kept: start voice-interviewer, open the link it prints, and go on from there.",
  lost: "The microphone is gone. Plug it in again or choose another one; the interview waits for you.",
  muted: "The microphone is muted, by its own switch or by the system. The interview can hear nothing.",
  silent: "The browser gives no sound at the moment. The interview waits for you.",
  stands: "The browser has put the sound to sleep. Press “Go on here”.",
};
const SWITCHES = new Set(["mute", "push_to_talk"]);
const CLOSED = { 4001: "taken", 4002: "elsewhere", 4004: "nothing" };

export class Live {
  constructor(root, sound) {
    this.root = root;
    this.sound = sound;
    this.view = new View(root);
    this.part = this.view.part;
    this.commands = this.offered();
    this.held = this.spaced = false;
    this.floor = { mute: false, push_to_talk: false };
    this.typing = false;
    this.letters = this.part("letters");
    this.letters.checked = localStorage.getItem("letters") !== "off";
    this.part("reader").checked = localStorage.getItem("reader") === "on";
    sound.on = {
      told: (message) => this.told(message),
      peak: (value) => this.view.level(value),
      trouble: (name) => this.trouble(name),
      fine: (...names) => this.fine(...names),
      closed: (code) => this.closed(CLOSED[code]),
    };
    this.listen();
  }

  show({ typing = false } = {}) {
    this.root.hidden = false;
    this.always = typing;
    if (typing) this.withoutSpeech();
    document.title = "Interview · voice-interviewer";
  }

  // Where answers are only typed, what is about a microphone or a turn of speech is neither shown nor a key.
  withoutSpeech() {
    for (const each of this.root.querySelectorAll("[data-spoken]")) each.hidden = true;
    for (const each of this.root.querySelectorAll("[data-typed]")) each.hidden = false;
    this.commands = this.offered();
    this.type(true, false);
  }

  offered() {
    const buttons = [...this.root.querySelectorAll("[data-wish]")].filter((button) => !button.closest("[data-spoken][hidden]"));
    return buttons.map(({ dataset: { wish, letter, key } }) => ({ name: wish, letter, key }));
  }

  // ---- what the program tells ----

  told(message) {
    const { view } = this;
    switch (message.kind) {
      case "picture":
        this.fine("away");
        view.picture(message);
        this.restoreFloor(message.floor);
        this.restore(message.draft);
        if (this.held) this.sound.tell({ kind: "hold", on: true }); // a socket that broke has let it go
        break;
      case "said":
      case "answered":
        view[message.kind](message);
        break;
      case "state":
        view.state(message.now);
        break;
      case "caption":
        view.caption(message.text);
        break;
      case "notice":
        view.notice(message.text);
        break;
      case "time":
        view.time(message.elapsed, message.budget);
        break;
      case "draft":
        this.part("answer").value = message.text;
        break;
      case "phase":
        this.phase(message);
        break;
    }
  }

  phase({ phase, progress, session, told, can_resume: canResume, takes }) {
    this.root.dataset.phase = phase;
    this.part("going").hidden = phase !== "waiting" && phase !== "live";
    this.part("finishing").hidden = phase !== "finishing";
    this.part("over").hidden = phase !== "over" && phase !== "failed";
    this.part("progress").value = progress;
    document.body.dataset.live = phase === "waiting" || phase === "live" ? "on" : "off";
    if (phase === "finishing") this.sound.release();
    if (phase !== "over" && phase !== "failed") return;
    this.sound.close();
    for (const name of Object.keys(TROUBLES)) this.view.trouble(name, "");
    this.part("result").textContent = phase === "failed" ? "Something went wrong." : "That was it.";
    this.part("told").textContent = told;
    const path = `/sessions/${encodeURIComponent(session)}/`;
    this.part("debrief").href = path;
    this.part("debrief").hidden = phase === "failed";
    this.part("check").hidden = phase !== "failed";
    this.part("takes").hidden = !takes;
    this.part("takes").href = `${path}takes`;
    this.part("later").hidden = !canResume;
  }

  // ---- what is in the way ----

  trouble(name) {
    if (name === "stranger") {
      this.fine(...Object.keys(TROUBLES));
      this.sound.close(); // nobody will ever hear it
    }
    this.view.trouble(name, TROUBLES[name]);
    this.part("again").hidden = !["lost", "stands", "silent"].includes(name);
    this.part("without").hidden = name !== "lost";
  }

  fine(...names) {
    if (!names.some((name) => this.view.troubles.has(name))) return;
    for (const name of names) this.view.trouble(name, "");
    if (!this.view.troubles.size) this.part("again").hidden = this.part("without").hidden = true;
  }

  closed(how) {
    const texts = {
      elsewhere: "The interview is open in another tab or window.",
      taken: "The interview goes on in another tab or window.",
      nothing: "No interview is going on here any more.",
    };
    this.view.trouble("closed", texts[how] ?? "The program has closed the connection. Load the page again.");
    this.part("going").hidden = how in texts; // its buttons would do nothing
    this.part("take-over").hidden = how !== "elsewhere" && how !== "taken";
  }

  async again(options) {
    try {
      await this.sound.again(options);
    } catch (error) {
      this.view.trouble("lost", error.message);
      this.part("again").hidden = this.part("without").hidden = false;
    }
  }

  // ---- what the person does ----

  listen() {
    const { root, part } = this;
    document.addEventListener("keydown", (event) => this.keyDown(event));
    document.addEventListener("keyup", (event) => event.key === " " && this.space(false));
    window.addEventListener("blur", () => this.space(false));
    root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-wish], [data-do]");
      if (button?.dataset.wish) this.wish(button.dataset.wish);
      else if (button) this.act(button.dataset.do);
    });
    part("answer").addEventListener("input", () => this.draft());
    this.letters.addEventListener("change", () =>
      localStorage.setItem("letters", this.letters.checked ? "on" : "off"),
    );
    part("reader").addEventListener("change", () =>
      localStorage.setItem("reader", part("reader").checked ? "on" : "off"),
    );
    navigator.mediaDevices?.addEventListener("devicechange", () => {
      if (this.view.troubles.has("lost")) this.again();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.sound.context?.resume();
    });
  }

  keyDown(event) {
    if (this.root.hidden || event.isComposing) return;
    const found = meaning(event, {
      typing: event.target === this.part("answer"),
      letters: this.letters.checked && !(onControl(event.target) && event.target.matches("input, select")),
      speaks: !this.always,
      commands: this.commands,
    });
    if (!found) return;
    event.preventDefault();
    if (event.repeat) return;
    if (found.do === "wish") this.wish(found.name);
    else if (found.do === "space") this.space(true);
    else this.act(found.do);
  }

  act(what) {
    const acts = {
      send: () => this.send(),
      type: () => this.type(true),
      speak: () => this.type(false),
      captions: () => this.view.nextCaptions(),
      done: () => this.done(),
      hold: () => this.hold(!this.held),
      help: () => this.part("help").toggleAttribute("open"),
      leave: () => this.sound.tell({ kind: "leave" }),
      again: () => this.again(),
      without: () => this.again({ typing: true }).then(() => this.type(true)),
      "take-over": () => this.takeOver(),
    };
    acts[what]?.();
  }

  wish(name) {
    const wanted = name === "pause" && this.view.now === "paused" ? "resume" : name;
    this.sound.tell({ kind: "wish", name: wanted });
    if (SWITCHES.has(name)) this.switched(name, !this.floor[name]);
  }

  switched(name, on) {
    this.floor[name] = on;
    this.root.querySelector(`[data-wish="${name}"]`).setAttribute("aria-pressed", String(on));
    if (name === "mute") this.view.mute(on);
  }

  // What was switched on before the page was loaded again.
  restoreFloor({ muted, push_to_talk: push }) {
    this.switched("mute", muted);
    this.switched("push_to_talk", push);
  }

  // Held down: keeps the turn, or with push to talk is heard.
  space(on) {
    if (on === this.spaced) return;
    this.spaced = on;
    if (this.floor.push_to_talk) this.sound.tell({ kind: "talk", on });
    else this.hold(on);
  }

  done() {
    const button = this.root.querySelector('[data-part="done"]');
    if (button) this.wish(button.dataset.wish);
  }

  hold(on) {
    if (on === this.held) return;
    this.held = on;
    this.sound.tell({ kind: "hold", on });
    const button = this.part("hold");
    button.setAttribute("aria-pressed", String(on));
  }

  takeOver() {
    this.view.trouble("closed", "");
    this.part("take-over").hidden = true;
    this.sound.takeOver();
  }

  // ---- typing ----

  type(on, focus = true) {
    if (!on && this.always) {
      this.part("answer").blur(); // the line stays open
      return;
    }
    this.typing = on;
    this.part("typing").hidden = !on;
    this.root.querySelector('[data-do="type"]').setAttribute("aria-expanded", String(on));
    if (on && focus) this.part("answer").focus();
    else if (!on) this.part("answer").blur();
  }

  draft() {
    this.sound.tell({ kind: "draft", text: this.part("answer").value });
  }

  restore(draft) {
    const line = this.part("answer");
    if (draft && !line.value) {
      line.value = draft;
      this.type(true, false);
    } else if (line.value) {
      this.draft();
    }
  }

  send() {
    const line = this.part("answer");
    const text = line.value.trim();
    if (!text) return;
    if (this.view.apart) {
      this.view.notice("Not sent: the program does not answer. Your words stay on the line.");
      return;
    }
    this.sound.tell({ kind: "typed", text });
    line.value = "";
    this.type(this.always, false);
  }
}
