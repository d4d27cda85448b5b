// Sound of one interview: microphone, loudspeaker and socket together, opened again when the browser loses them.
import { given, inWords, openMicrophone, stop } from "./microphone.js";

const STANDS_MS = 1200;

export class Sound {
  // `on` takes what happens: told(message), peak(value), trouble(text, kind), fine().
  constructor(on) {
    this.on = on;
    this.page = pageName();
    this.worker = null;
    this.headphones = false;
    this.typing = false;
  }

  // Call it in the click, before anything is awaited: browsers start sound only then.
  prepare() {
    this.context = new AudioContext({ latencyHint: "interactive" });
    this.context.resume();
  }

  async open({ headphones, typing, deviceId }) {
    Object.assign(this, { headphones, typing, deviceId });
    this.stream = typing ? null : await openMicrophone(headphones, deviceId);
    // Without a click a browser lets a page sound only once it hears, so the microphone comes first.
    if (!this.context || this.context.state === "closed") this.prepare();
    const context = this.context;
    await context.audioWorklet.addModule("/static/live/sound.worklet.js");
    this.node = new AudioWorkletNode(context, "sound", { numberOfInputs: 1, outputChannelCount: [2] });
    this.source = this.stream && context.createMediaStreamSource(this.stream);
    this.source?.connect(this.node);
    this.node.connect(context.destination);
    this.watchTrack();
    context.onstatechange = () => this.stateChanged();
    this.given = this.stream ? given(this.stream, context) : null;
    return this.given;
  }

  // From here on sound flows, as soon as an interview is there to hear it.
  connect() {
    const channel = new MessageChannel();
    this.node.port.postMessage({ port: channel.port1 }, [channel.port1]);
    this.worker ??= this.startWorker();
    this.worker.postMessage({ open: this.hello(), port: channel.port2 }, [channel.port2]);
  }

  hello() {
    return {
      kind: "hello",
      page: this.page,
      capture: crypto.randomUUID(),
      rate: this.context.sampleRate,
      latency: this.context.outputLatency || this.context.baseLatency || 0,
      through: this.given ? inWords(this.given) : "",
    };
  }

  startWorker() {
    const worker = new Worker("/static/live/socket.worker.js");
    worker.onmessage = ({ data }) => this.heard(data);
    return worker;
  }

  heard(data) {
    if (data.told) this.on.told(data.told);
    else if (data.peak !== undefined) this.flows(data.peak);
    else if (data.closed) this.on.closed(data.closed);
    else if (data.stranger) this.on.trouble("stranger");
    else if (data.away) this.on.trouble("away");
    else if (data.answers) this.on.fine("away");
    else if (data.silent !== undefined) this.silence(data.silent);
  }

  flows(peak) {
    this.on.fine("silent", "stands");
    this.on.peak(peak);
  }

  tell(told) {
    this.worker?.postMessage({ told });
  }

  takeOver() {
    this.worker.postMessage({ hello: { take_over: true } });
  }

  watchTrack() {
    const track = this.stream?.getAudioTracks()[0];
    if (!track) return;
    track.onended = () => this.lost();
    track.onmute = () => this.on.trouble("muted");
    track.onunmute = () => this.on.fine("muted");
  }

  lost() {
    this.context.onstatechange = null;
    this.worker?.postMessage({ lost: true }); // what comes now is silence that nobody keeps
    this.tell({ kind: "away" });
    this.on.trouble("lost");
  }

  stateChanged() {
    if (this.context.state === "suspended" || this.context.state === "interrupted") this.context.resume();
  }

  // No sound has come for a while: the browser has put the page to sleep, or lets it sound only after a click.
  async silence(silent) {
    if (!silent) {
      this.on.fine("silent");
      return;
    }
    if (!this.context) return; // it is over
    const track = this.stream?.getAudioTracks()[0];
    if (track?.readyState === "ended") {
      this.lost();
      return;
    }
    this.on.trouble("silent");
    const before = this.context.currentTime;
    await Promise.race([this.context.resume(), wait(STANDS_MS)]).catch(() => {});
    await wait(STANDS_MS);
    if (this.context?.currentTime === before && document.visibilityState === "visible") this.on.trouble("stands");
  }

  // A context that stands still after a resume stays so: build everything anew; the interview goes on where it was.
  async again(options = {}) {
    this.release();
    this.prepare();
    await this.open({ headphones: this.headphones, typing: this.typing, deviceId: this.deviceId, ...options });
    this.connect();
    this.on.fine("silent", "lost", "stands", "muted");
  }

  release() {
    this.worker?.postMessage({ lost: true });
    for (const track of this.stream?.getTracks() ?? []) track.onended = null;
    stop(this.stream);
    this.node?.disconnect();
    const old = this.context;
    if (old) {
      old.onstatechange = null;
      old.close().catch(() => {});
    }
    this.stream = this.context = null;
  }

  close() {
    this.worker?.postMessage({ close: true });
    this.worker?.terminate();
    this.worker = null;
    this.release();
  }
}

function wait(ms) {
  return new Promise((done) => setTimeout(done, ms));
}

// One name a tab, reloads included. It is put away only while no page is there: a tab that is duplicated meanwhile gets a
// copy of what is put away, and must not pass for this one.
function pageName() {
  const name = sessionStorage.getItem("page") ?? crypto.randomUUID();
  sessionStorage.removeItem("page");
  window.addEventListener("pagehide", () => sessionStorage.setItem("page", name));
  return name;
}
