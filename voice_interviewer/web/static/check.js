/* A level meter on the microphone that the page gets, with what the browser really gave; and models being fetched. */
const place = document.getElementById("microphone");
const button = place.querySelector("[data-do=listen]");
const says = place.querySelector("[data-part=says]");
const given = place.querySelector("[data-part=given]");
const meter = place.querySelector("meter");
const MOVED_DBFS = -45;
const SILENT_DBFS = -90;
const WAIT_MS = 4000;
let stop = null;

const REFUSED = {
  NotAllowedError: "The browser does not let this page hear you. Allow the microphone beside the address, then try again.",
  NotFoundError: "The browser finds no microphone. Plug one in, then try again.",
  NotReadableError: "Another program holds the microphone. Close it, then try again.",
};

function told(rows) {
  given.replaceChildren(...rows.flatMap(([what, value]) => {
    const dt = document.createElement("dt");
    const dd = document.createElement("dd");
    dt.textContent = what;
    dd.textContent = value;
    return [dt, dd];
  }));
}

function yes(value) { return value === undefined ? "the browser does not say" : value ? "on" : "off"; }

async function listen() {
  const context = new AudioContext();
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: false, autoGainControl: false } });
  } catch (error) {
    context.close();
    says.textContent = REFUSED[error.name] ?? `The microphone cannot be used (${error.name}).`;
    return;
  }
  await context.resume();
  const analyser = context.createAnalyser();
  analyser.fftSize = 2048;
  context.createMediaStreamSource(stream).connect(analyser);
  const track = stream.getAudioTracks()[0];
  const found = track.getSettings();
  told([
    ["Microphone", track.label || "without a name"],
    ["Sound", `${context.sampleRate} Hz here, ${found.sampleRate ?? "unknown"} Hz from the microphone, ${found.channelCount ?? 1} channel${found.channelCount > 1 ? "s" : ""}`],
    ["Echo cancellation", yes(found.echoCancellation)],
    ["Noise suppression", yes(found.noiseSuppression)],
    ["Gain control", yes(found.autoGainControl)],
  ]);
  const samples = new Float32Array(analyser.fftSize);
  const began = performance.now();
  let loudest = -120;
  let moved = false;
  place.querySelector("[data-part=meter]").hidden = false;
  says.textContent = "Say something.";
  button.textContent = "Stop";
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, x) => sum + x * x, 0) / samples.length;
    const dbfs = 10 * Math.log10(power + 1e-12);
    loudest = Math.max(loudest, dbfs);
    meter.value = Math.min(1, Math.max(0, (dbfs + 70) / 70));
    place.dataset.loudest = loudest.toFixed(0);
    if (!moved && loudest > MOVED_DBFS) { moved = true; place.dataset.moved = "yes"; says.textContent = "It hears you."; }
    if (!moved && performance.now() - began > WAIT_MS) {
      says.textContent = loudest < SILENT_DBFS ? "Digital silence: it is muted, or the system keeps it from the browser." : "Too quiet so far: come nearer, or raise its level.";
    }
  }, 60);
  stop = () => {
    clearInterval(timer);
    stream.getTracks().forEach((one) => one.stop());
    context.close();
    meter.value = 0;
    says.textContent = moved ? `It heard you, at most at ${loudest.toFixed(0)} dBFS.` : "It has not heard you yet.";
    button.textContent = "Listen again";
    stop = null;
  };
}

place.hidden = false;
button.addEventListener("click", () => { if (stop) stop(); else listen(); });
window.addEventListener("pagehide", () => stop?.());

document.querySelectorAll("[data-model]").forEach((row) => {
  const look = async () => {
    let now;
    try {
      now = await (await fetch(`/check/fetch/${row.dataset.model}`, { headers: { Accept: "application/json" } })).json();
    } catch {
      setTimeout(look, 800); // the program does not answer; it may come back
      return;
    }
    if (!["waiting", "running"].includes(now.state)) { location.reload(); return; }
    if (now.share !== null) row.querySelector("progress").value = now.share;
    setTimeout(look, 800);
  };
  look();
});
