// Microphone and loudspeaker in one processor, so that both count the same frames. Runs on the sound thread; talks to the
// socket's worker alone, so that a page that is busy loses nothing.
const PIECE_S = 0.02;
const RAMP_S = 0.02;
const FADE_S = 0.005;

class Sound extends AudioWorkletProcessor {
  constructor() {
    super();
    this.size = Math.round(sampleRate * PIECE_S);
    this.piece = new Int16Array(this.size);
    this.filled = 0;
    this.frame = 0; // of the next sample of the microphone
    this.peak = 0;
    this.queue = [];
    this.at = 0; // within the first of the queue
    this.epoch = 0;
    this.played = 0; // frames of this epoch
    this.thrown = 0; // frames of all epochs
    this.gain = 1;
    this.target = 1;
    this.still = false; // what is said stands still, and keeps its place
    this.tail = null; // what fades out after a flush
    this.port.onmessage = ({ data }) => {
      this.out = data.port;
      this.out.onmessage = (event) => this.told(event.data);
    };
  }

  told(told) {
    if (told.sound) {
      if (told.epoch === this.epoch) this.queue.push(told.sound);
    } else if (told.flush !== undefined) {
      this.flush(told.flush);
    } else if (told.still !== undefined) {
      this.still = told.still;
    } else if (told.gain !== undefined) {
      this.target = told.gain;
    }
  }

  flush(epoch) {
    const fade = Math.round(sampleRate * FADE_S);
    const tail = new Float32Array(fade);
    const waiting = this.queue.reduce((sum, piece) => sum + piece.length, 0) - this.at;
    const count = Math.min(fade, waiting);
    for (let i = 0; i < count; i++) tail[i] = this.next() * this.gain * (1 - (i + 1) / fade);
    if (count) this.tail = { samples: tail, at: 0 };
    this.thrown += waiting;
    this.queue = [];
    this.at = 0;
    this.epoch = epoch;
    this.played = 0;
    this.target = 1;
    this.still = false;
  }

  next() {
    const first = this.queue[0];
    const value = first[this.at++] / 32768;
    if (this.at >= first.length) {
      this.queue.shift();
      this.at = 0;
    }
    return value;
  }

  process(inputs, outputs) {
    const [left, ...others] = outputs[0];
    this.play(left);
    for (const channel of others) channel.set(left);
    this.hear(inputs[0]?.[0], left.length);
    return true;
  }

  play(out) {
    const step = 1 / (sampleRate * RAMP_S);
    for (let i = 0; i < out.length; i++) {
      const target = this.still ? 0 : this.target;
      if (this.gain !== target) {
        const way = target - this.gain;
        this.gain = Math.abs(way) <= step ? target : this.gain + Math.sign(way) * step;
      }
      let value = 0;
      if (this.queue.length && !(this.still && this.gain === 0)) {
        value = this.next() * this.gain;
        this.played++;
      }
      if (this.tail) {
        value += this.tail.samples[this.tail.at++];
        if (this.tail.at >= this.tail.samples.length) this.tail = null;
      }
      out[i] = value;
    }
  }

  hear(samples, count) {
    if (!this.out) return; // nobody is there to hear it yet
    for (let i = 0; i < count; i++) {
      const value = samples ? samples[i] : 0;
      const size = Math.abs(value);
      if (size > this.peak) this.peak = size;
      this.piece[this.filled++] = Math.max(-32768, Math.min(32767, Math.round(value * 32768)));
      if (this.filled === this.size) this.send();
    }
  }

  send() {
    const { piece, frame, epoch, played, thrown, peak } = this;
    this.frame += this.size;
    this.piece = new Int16Array(this.size);
    this.filled = 0;
    this.peak = 0;
    this.out.postMessage({ piece, frame, epoch, played, thrown, peak, clock: currentTime }, [piece.buffer]);
  }
}

registerProcessor("sound", Sound);
