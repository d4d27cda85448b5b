// The socket to the program, in a thread of its own: a page that is busy for seconds neither loses nor delays sound.
//
//   sound thread ──pieces──► here ──socket──► program      page: what is shown and asked for
//
// Pieces are kept until the program says that it has them, so a socket that breaks loses nothing.
const VERSION = 1;
const HEAD = 40;
const KEPT_S = 30;
const SILENT_MS = 1500;
const CHECK_MS = 500;
const UNANSWERED = 6; // checks; what is sent is answered twice a second
const FINAL = new Set([1008, 4001, 4002, 4004]);

let hello = null; // the first message of a socket
let socket = null;
let synced = false;
let port = null;
let kept = []; // {frame, count, message}, oldest first
let retry = 0;
let over = false;
let lastPiece = 0;
let peak = 0;
let pieces = 0;
let silent = false;
let unanswered = 0; // checks since the program said anything
let lost = false; // the microphone is gone: there is nothing to send until the next is opened

self.onmessage = ({ data }) => {
  if (data.open) open(data.open, data.port);
  else if (data.close) close();
  else if (data.lost) lost = true;
  else if (data.hello) reconnect(data.hello);
  else if (data.told) tell(data.told);
};

function open(first, soundPort) {
  port?.close();
  hello = first;
  port = soundPort;
  kept = [];
  lastPiece = performance.now();
  port.onmessage = (event) => heard(event.data);
  over = lost = silent = false;
  if (socket) {
    const old = socket;
    socket = null;
    old.close();
  }
  connect();
}

function reconnect(more) {
  hello = { ...hello, ...more };
  over = false;
  if (!socket) connect();
}

function close() {
  over = true;
  port?.close();
  socket?.close();
}

function tell(told) {
  if (socket?.readyState === WebSocket.OPEN && synced) socket.send(JSON.stringify(told));
}

function connect() {
  const mine = new WebSocket(`ws://${self.location.host}/live/socket`);
  let opened = false;
  socket = mine;
  synced = false;
  unanswered = 0;
  mine.binaryType = "arraybuffer";
  mine.onopen = () => {
    opened = true;
    retry = 0;
    mine.send(JSON.stringify(hello));
  };
  mine.onmessage = ({ data }) => {
    if (socket !== mine) return;
    if (unanswered >= UNANSWERED) self.postMessage({ answers: true });
    unanswered = 0;
    if (typeof data === "string") told(JSON.parse(data));
    else play(data);
  };
  mine.onclose = (event) => {
    if (socket !== mine) return;
    socket = null;
    synced = false;
    if (!over) broken(event.code, opened);
  };
}

async function broken(code, opened) {
  if (FINAL.has(code)) {
    self.postMessage({ closed: code });
    return;
  }
  if (!opened) {
    const there = await fetch("/live/there", { cache: "no-store" }).then((answer) => answer.status, () => 0);
    if (there === 403) {
      self.postMessage({ stranger: true }); // another start of the program has another key
      return;
    }
  }
  self.postMessage({ away: true });
  retry = Math.min(2000, retry * 2 || 100);
  setTimeout(() => {
    if (!socket && !over) connect();
  }, retry);
}

function told(message) {
  if (message.kind === "flush") {
    port.postMessage({ flush: message.epoch });
  } else if (message.kind === "duck") {
    port.postMessage({ gain: message.gain });
  } else if (message.kind === "still") {
    port.postMessage({ still: message.on });
  } else if (message.kind === "have") {
    drop(message.frame);
  } else {
    if (message.kind === "picture") {
      drop(message.next);
      synced = true;
      for (const piece of kept) socket.send(piece.message);
    }
    self.postMessage({ told: message });
  }
}

function drop(frame) {
  let count = 0;
  while (count < kept.length && kept[count].frame + kept[count].count <= frame) count++;
  kept.splice(0, count);
}

function play(data) {
  const epoch = new DataView(data).getUint32(4, true);
  const sound = new Int16Array(data.slice(8));
  if (sound.length) port.postMessage({ sound, epoch }, [sound.buffer]);
}

function heard({ piece, frame, epoch, played, thrown, clock, peak: loudest }) {
  if (lost) return;
  const message = new ArrayBuffer(HEAD + piece.length * 2);
  const head = new DataView(message);
  head.setUint8(0, VERSION);
  head.setUint32(4, epoch, true);
  head.setFloat64(8, frame, true);
  head.setFloat64(16, played, true);
  head.setFloat64(24, thrown, true);
  head.setFloat64(32, clock, true);
  new Int16Array(message, HEAD).set(piece);
  kept.push({ frame, count: piece.length, message });
  if (frame - kept[0].frame > KEPT_S * hello.rate) kept.shift();
  if (synced) socket.send(message);
  lastPiece = performance.now();
  if (silent) {
    silent = false;
    self.postMessage({ silent });
  }
  peak = Math.max(peak, loudest);
  if (++pieces % 5 === 0) {
    self.postMessage({ peak });
    peak = 0;
  }
}

setInterval(() => {
  if (port && !silent && !over && !lost && performance.now() - lastPiece > SILENT_MS) {
    silent = true;
    self.postMessage({ silent });
  }
  // A program that hangs keeps its sockets open.
  if (synced && !over && !lost && !silent && ++unanswered === UNANSWERED) self.postMessage({ away: true });
}, CHECK_MS);
