"""Whisper (CTranslate2, int8) on short stretches of speech, fast and guarded against its known inventions.

What differs from faster-whisper's own `transcribe()`, and why:

- *Short context.* Features are cut to the speech and a little silence instead of 30 s; the encoder's cost is about linear
  in that. A loop on the short context is cut (see `loops`); what still looks wrong is decoded again at 30 s.
- *One greedy pass*, temperature 0, never conditioned on earlier text.
- *Fillers.* Whisper leaves out "um" unless shown that it may write them: a short hesitant prompt does that. The same
  prompt loops on silence and can invent an "um" or a "sorry", so voice activity stands before every decode, and
  `transcriber.hear` proves apologies by a second decode without the prompt.
- *Word times and probabilities* come from CTranslate2's `align` (attention and dynamic time warping) on the short
  context, 10-40 ms; callers then fit them to voice activity (`words.fit_to_voice`), since Whisper's run early at pauses.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np

from ..audio.protocols import RATE_HZ, Pcm
from ..engine import Availability, Missing, Ready
from ..errors import ModelError
from ..paths import models_dir
from .loops import cut_loop, is_suspect
from .model import Word

_HOP = 160
"Samples per mel frame."
_MIN_CONTEXT_S = 10.0
"Below this, tiny.en loops more often: 9 of 65 clips at 6 s, 4 at 8 s, 1 at 10 s, for 30 ms."
_TAIL_S = 2.0
"Silence after the speech that the decoder needs to notice its end."
_MAX_S = 30.0
"Whisper's window."
_TOKENS_PER_S = 8.0
_FILLER_PROMPT = "So, um, I, I had, uh, like, the, the, er, plan, you know."
_NO_SPEECH = 0.6
"Whisper's own threshold for `<|nospeech|>`."
_SURE = 0.5
"Mean token probability under which a likely non-speech is believed to be one."


class WhisperRecogniser:
    """A CTranslate2 Whisper folder as `SpeechToText`. Thread-safe: decodes wait for each other."""

    def __init__(self, model_path: str | Path, threads: int = 1) -> None:
        """Load a model folder (`model.bin`, `config.json`, `tokenizer.json`, …). Raises `ModelError`."""
        from faster_whisper import WhisperModel
        from faster_whisper.tokenizer import Tokenizer

        path = Path(model_path)
        fix = "Run `voice-interviewer models fetch`, or give another folder with --model."
        if not (path / "model.bin").is_file():
            raise ModelError("no Whisper model here", where=str(path), fix=fix)
        try:
            self._model = WhisperModel(str(path), device="cpu", compute_type="int8", cpu_threads=threads)
        except Exception as error:
            raise ModelError(f"the Whisper model cannot be loaded ({error})", where=str(path), fix=fix) from error
        self.name = path.name
        multilingual = self._model.model.is_multilingual
        self._tokenizer = Tokenizer(self._model.hf_tokenizer, multilingual, task="transcribe", language="en")
        self._lock = threading.Lock()

    @classmethod
    def availability(cls) -> Availability:
        """Whether any Whisper folder has been fetched."""
        found = sorted(path.parent.name for path in models_dir().glob("*/model.bin"))
        return Ready(", ".join(found)) if found else Missing("no Whisper model", "voice-interviewer models fetch")

    def transcribe(self, pcm: Pcm, *, vocabulary: tuple[str, ...] = (), fillers: bool = True) -> tuple[Word, ...]:
        """float32 mono 16 kHz, any length → words with times in seconds from its start. Never call it on silence.

        `vocabulary` biases the spelling of rare terms; `fillers` keeps um, uh and repeats. Longer than about 27 s is
        decoded window by window at fixed cuts: cut at pauses before (as `recording` and `transcriber` do).
        """
        longest = int((_MAX_S - _TAIL_S) * RATE_HZ)
        if len(pcm) <= longest:
            return self._window(pcm, vocabulary, fillers)
        words: list[Word] = []
        for begin in range(0, len(pcm), longest):
            for word in self._window(pcm[begin : begin + longest], vocabulary, fillers):
                shift = begin / RATE_HZ
                words.append(Word(word.text, word.start + shift, word.end + shift, word.probability))
        return tuple(words)

    def warm_up(self) -> None:
        """Decode half a second of nothing once, so that the first real decode does not pay for allocations."""
        self._window(np.zeros(RATE_HZ // 2, np.float32), (), False)

    def _window(self, pcm: Pcm, vocabulary: tuple[str, ...], fillers: bool) -> tuple[Word, ...]:
        seconds = len(pcm) / RATE_HZ
        if seconds < 0.02:
            return ()
        prompt = self._prompt(vocabulary, fillers)
        with self._lock:
            encoded = self._encode(pcm, max(_MIN_CONTEXT_S, seconds + _TAIL_S))
            tokens, no_speech = self._greedy(encoded, prompt, seconds)
            tokens, looped = cut_loop(tokens)
            if is_suspect(self._text(tokens), seconds):
                encoded = self._encode(pcm, _MAX_S)
                tokens, no_speech = self._greedy(encoded, prompt, seconds)
                tokens, looped = cut_loop(tokens)
                if is_suspect(self._text(tokens), seconds):
                    tokens, no_speech = self._greedy(encoded, self._prompt((), False), seconds)
                    tokens, looped = cut_loop(tokens)
                    if is_suspect(self._text(tokens), seconds):
                        return ()
            return self._align(encoded, tokens, seconds, no_speech)

    def _prompt(self, vocabulary: tuple[str, ...], fillers: bool) -> list[int]:
        t = self._tokenizer
        before = ", ".join(vocabulary[:20])
        text = f"{before}. {_FILLER_PROMPT}" if fillers and before else _FILLER_PROMPT if fillers else before
        shown = [t.sot_prev, *t.encode(" " + text.strip())[-200:]] if text else []
        return [*shown, *t.sot_sequence, t.no_timestamps]

    def _encode(self, pcm: Pcm, context_s: float) -> Any:
        wanted = int(min(context_s, _MAX_S) * RATE_HZ) // (2 * _HOP) * 2 * _HOP
        padded = np.zeros(wanted, np.float32)
        padded[: min(len(pcm), wanted)] = pcm[:wanted]
        features = self._model.feature_extractor(padded, padding=0)
        return self._model.encode(np.ascontiguousarray(features[:, : wanted // _HOP]))

    def _greedy(self, encoded: Any, prompt: list[int], seconds: float) -> tuple[list[int], float]:
        result = self._model.model.generate(
            encoded,
            [prompt],
            beam_size=1,
            max_length=min(448, len(prompt) + 16 + int(_TOKENS_PER_S * seconds)),
            suppress_blank=True,
            suppress_tokens=[-1],
            return_no_speech_prob=True,
        )[0]
        return [i for i in result.sequences_ids[0] if i < self._tokenizer.eot], float(result.no_speech_prob)

    def _text(self, tokens: list[int]) -> str:
        return str(self._tokenizer.decode(tokens))

    def _align(self, encoded: Any, tokens: list[int], seconds: float, no_speech: float) -> tuple[Word, ...]:
        """Words with times. The alignment is over the frames of speech only, so no word can fall behind its end."""
        t = self._tokenizer
        if not tokens:
            return ()
        frames = min(max(2, int(seconds * RATE_HZ / _HOP)), 3000)
        found = self._model.model.align(encoded, list(t.sot_sequence), [tokens], [frames])[0]
        probabilities = found.text_token_probs
        if no_speech > _NO_SPEECH and float(np.mean(probabilities)) < _SURE:
            return ()
        token_of = np.array([pair[0] for pair in found.alignments])
        frame_of = np.array([pair[1] for pair in found.alignments])
        jumps = np.concatenate([[True], np.diff(token_of) > 0])
        starts = frame_of[jumps] * 2 * _HOP / RATE_HZ
        starts = np.concatenate([starts, np.full(max(0, len(tokens) + 1 - len(starts)), seconds)])
        texts, groups = t.split_to_word_tokens([*tokens, t.eot])
        words: list[Word] = []
        at = 0
        for text, group in zip(texts[:-1], groups[:-1], strict=True):
            begin, end = float(starts[at]), float(starts[min(at + len(group), len(starts) - 1)])
            sure = float(np.mean(probabilities[at : at + len(group)]))
            at += len(group)
            if not any(c.isalnum() for c in text):
                if words and text.strip():
                    words[-1] = Word(
                        words[-1].text + text.strip(), words[-1].start, words[-1].end, words[-1].probability
                    )
                continue
            if words and not text.startswith(" "):
                last = words[-1]
                words[-1] = Word(last.text + text, last.start, end, min(last.probability, sure))
            else:
                words.append(Word(text.strip(), begin, max(begin, end), sure))
        return tuple(words)
