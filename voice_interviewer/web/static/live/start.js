// The first page: choose, try the microphone, begin.
import { given, inWords, openMicrophone, stop } from "./microphone.js";

export class Start {
  constructor(root, sound, begun) {
    this.root = root;
    this.sound = sound;
    this.begun = begun;
    this.part = (name) => root.querySelector(`[data-part="${name}"]`);
    this.form = this.part("form");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.begin({ flow: this.form.elements.flow.value });
    });
    // What stops the form may stand in a part that is folded away: a browser cannot show it there, and says nothing.
    const unfold = ({ target }) => target.closest("details")?.setAttribute("open", "");
    this.form.addEventListener("invalid", unfold, true);
    root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-resume]");
      if (button) this.begin({ resume: button.dataset.resume });
      if (event.target.closest('[data-do="try"]')) this.tryMicrophone();
    });
    this.form.elements.flow.addEventListener("change", () => this.describe());
    const { untimed, minutes } = this.form.elements;
    untimed.addEventListener("change", () => { minutes.disabled = untimed.checked; });
    this.form.addEventListener("change", ({ target }) => {
      if (this.shown && ["ears", "microphone"].includes(target.name)) this.tryMicrophone();
    });
    this.describe();
    const { retake } = root.dataset;
    if (retake) this.retake = retake;
    navigator.permissions
      ?.query({ name: "microphone" })
      .then((state) => state.state === "granted" && this.tryMicrophone())
      .catch(() => {});
  }

  describe() {
    const chosen = this.form.elements.flow.selectedOptions[0];
    this.part("summary").textContent = chosen?.dataset.summary ?? "";
    this.form.elements.minutes.placeholder = chosen?.dataset.minutes ?? "";
  }

  get headphones() {
    return this.form.elements.ears.value === "headphones";
  }

  get typing() {
    return this.form.elements.typing.checked;
  }

  get deviceId() {
    return this.form.elements.microphone.value;
  }

  wanted() {
    const { elements } = this.form;
    const minutes = Number.parseFloat(elements.minutes.value);
    return {
      minutes: Number.isFinite(minutes) && !elements.untimed.checked ? minutes : null,
      patience: elements.patience.value,
      style: elements.style.value,
      panel: elements.panel.checked,
      acknowledge: elements.acknowledge.checked,
      clock: !elements.untimed.checked,
      headphones: this.headphones,
      interruptions: elements.interruptions.checked,
      silent: elements.silent.checked,
      typing: this.typing,
    };
  }

  async begin(what) {
    if (this.busy) return;
    this.busy = true;
    this.sound.prepare(); // in the click: browsers start sound only then
    this.say("Opening the microphone …");
    this.stopTrying();
    try {
      const given = await this.sound.open({ headphones: this.headphones, typing: this.typing, deviceId: this.deviceId });
      this.say("The interviewer is on the way …");
      const chosen = this.retake && what.flow !== undefined ? { retake: this.retake } : what;
      const { typing } = await ask("/live/begin", { ...this.wanted(), ...chosen, echo_cancelled: given?.echo ?? false });
      this.begun(typing);
      this.sound.connect();
    } catch (error) {
      this.sound.release();
      const without = error.why === undefined ? "" : " Or type your answers: that is under “More choices”.";
      this.say(error.message + without, true);
    } finally {
      this.busy = false;
    }
  }

  say(text, bad = false) {
    const line = this.part("said");
    line.textContent = text;
    line.classList.toggle("bad", bad);
    line.hidden = !text;
    if (bad) line.scrollIntoView({ block: "nearest" }); // what was pressed may stand far below
  }

  // ---- the microphone, before it matters ----

  async tryMicrophone() {
    this.stopTrying();
    const mine = (this.trying = {});
    try {
      mine.stream = await openMicrophone(this.headphones, this.deviceId);
      mine.context = new AudioContext();
      if (this.trying !== mine) throw new Error("");
      this.shown = true;
      this.part("microphone").textContent = inWords(given(mine.stream, mine.context));
      await this.list(mine.stream);
      this.meter(mine);
      this.say("");
    } catch (error) {
      stop(mine.stream);
      mine.context?.close();
      if (error.message) this.say(error.message, true);
    }
  }

  async list(stream) {
    const devices = await navigator.mediaDevices.enumerateDevices();
    const inputs = devices.filter(({ kind, deviceId }) => kind === "audioinput" && deviceId);
    const used = stream.getAudioTracks()[0].getSettings().deviceId;
    const { microphone } = this.form.elements;
    microphone.replaceChildren(...inputs.map(({ deviceId, label }) => new Option(label, deviceId)));
    microphone.value = inputs.some(({ deviceId }) => deviceId === used) ? used : (inputs[0]?.deviceId ?? "");
    this.part("devices").hidden = inputs.length < 2;
  }

  meter(mine) {
    const analyser = mine.context.createAnalyser();
    analyser.fftSize = 2048;
    mine.context.createMediaStreamSource(mine.stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const meter = this.part("level");
    this.part("meter").hidden = false;
    let moved = false;
    mine.timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const peak = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const decibels = 20 * Math.log10(Math.max(peak, 1e-5));
      meter.value = Math.max(0, Math.min(1, (decibels + 60) / 60));
      if (decibels > -40 && !moved) {
        moved = true;
        this.part("hears").textContent = "It hears you.";
      }
    }, 100);
    this.part("hears").textContent = "Say something: the bar must move.";
  }

  stopTrying() {
    const { trying } = this;
    this.trying = null;
    if (!trying) return;
    clearInterval(trying.timer);
    stop(trying.stream);
    trying.context?.close(); // the bar stays where it is: what moves under a click is missed
  }
}

export async function ask(path, what) {
  let answer;
  try {
    answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(what),
    });
  } catch {
    throw new Error("The program does not answer. Is it still running?");
  }
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error([told.error, told.fix].filter(Boolean).join(" ") || `Refused (${answer.status}).`);
  return told;
}
