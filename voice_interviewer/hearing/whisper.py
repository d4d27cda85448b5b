"""Whisper (CTranslate2, int8) on short stretches of speech, fast and guarded against its known inventions.

What differs from faster-whisper's own `transcribe()`, and why:

- *Short context.* Features are cut to the speech and a little silence instead of 30 s; the encoder's cost grows faster
  than linearly in that. A loop on the short context is cut (see `loops`); what still looks wrong is decoded at 30 s.
- *Temperature 0*, never conditioned on earlier text, and a beam of 5: with int8 on one core that costs a fifth more
  time than a greedy pass on 8 s of speech, and takes a sixth off tiny.en's word errors.
- *Fillers.* Whisper leaves out "um" unless shown that it may write them: a short hesitant prompt does that. The same
  prompt loops on silence and can invent an "um" or a "sorry", so voice activity stands before every decode, and
  `transcriber.hear` proves apologies by a second decode without the prompt.
- *Word times and probabilities* come from CTranslate2's `align` (attention and dynamic time warping) on the short
  context, 10-40 ms; callers then fit them to voice activity (`words.fit_to_voice`): Whisper's run early at pauses.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..audio.decoding import later
from ..audio.protocols import RATE_HZ, Pcm
from ..availability import Availability, Missing, Ready
from ..errors import ModelError
from ..heap import give_back
from ..paths import models_dir
from ..weights.check import usable
from . import int8
from .loops import cut_loop, drop_crammed, is_suspect
from .model import Word
from .protocols import RecogniserCapabilities

_HOP = 160
"Samples per mel frame."
_MIN_CONTEXT_S = 10.0
"Below this, tiny.en loops more often: 9 of 65 clips at 6 s, 4 at 8 s, 1 at 10 s, for 30 ms."
_TAIL_S = 2.0
"Silence after the speech that the decoder needs to notice its end."
_MAX_S = 30.0
"Whisper's window."
_TOKENS_PER_S = 8.0
_LONG_S = 8.0
"Of a stretch whose decode takes tens of megabytes more than a short one's."
_FILLER_PROMPT = "So, um, I, I had, uh, like, the, the, er, plan, you know."
_NO_SPEECH = 0.6
"Whisper's own threshold for `<|nospeech|>`."
_SURE = 0.5
"Mean token probability under which a likely non-speech is believed to be one."


DEFAULT_MODEL = "tiny.en"


@dataclass(frozen=True, slots=True)
class _Pass:
    """One run of the decoder."""

    tokens: list[int]
    no_speech: float


def _fetched(name: str) -> Path:
    """The folder to load of a model of the manifest. Raises ModelError when it is not there or not intact."""
    made = int8.ready(usable(name))
    if made is not None:
        return made
    folder = usable(name, thorough=True)
    return int8.make(folder) or folder


class WhisperRecogniser:
    """A CTranslate2 Whisper folder as `SpeechToText`. Thread-safe: `workers` decodes run at once, others wait."""

    name = "whisper"
    capabilities = RecogniserCapabilities(repeatable=True, licence="MIT", fillers=True, vocabulary=True)

    def __init__(self, model: str | Path = DEFAULT_MODEL, threads: int = 1, *, workers: int = 1, beam: int = 5) -> None:
        """Load a model: a name of `models list`, or a folder with `model.bin`, `config.json`, `tokenizer.json`, ….

        Raises `ModelError` when it is not there, not intact, or no model.
        int8 gains little from a second thread (`threads`), so throughput comes from a second worker instead.
        """
        later()  # PyAV
        from faster_whisper import WhisperModel
        from faster_whisper.tokenizer import Tokenizer

        fetched = isinstance(model, str) and not Path(model).is_dir()
        path = _fetched(str(model)) if fetched else Path(model)
        fix = "Run `voice-interviewer models fetch`, or give another folder with --model."
        if not (path / "model.bin").is_file():
            raise ModelError("no Whisper model here", where=str(path), fix=fix)
        try:
            self._model = WhisperModel(
                str(path), device="cpu", compute_type="int8", cpu_threads=threads, num_workers=workers
            )
        except Exception as error:
            raise ModelError(f"the Whisper model cannot be loaded ({error})", where=str(path), fix=fix) from error
        self.model = path.parent.name if path.name == int8.FOLDER else path.name
        self.workers = workers
        multilingual = self._model.model.is_multilingual
        self._tokenizer = Tokenizer(self._model.hf_tokenizer, multilingual, task="transcribe", language="en")
        self._places = threading.Semaphore(workers)
        self._beam = beam

    @classmethod
    def availability(cls, model: str = "") -> Availability:
        """Whether any Whisper folder has been fetched; with a model, whether that one is there and intact.

        Raises NotFoundError for a name that is no model's.
        """
        if model:
            try:
                return Ready(str(usable(model)))
            except ModelError as error:
                return Missing(f"{error.where}: {error.what}" if error.where else error.what, error.fix)
        found = sorted(path.parent.name for path in models_dir().glob("*/model.bin"))
        return (
            Ready(", ".join(found))
            if found
            else Missing("no Whisper model", "Fetch one: voice-interviewer models fetch")
        )

    def transcribe(self, pcm: Pcm, *, vocabulary: tuple[str, ...] = (), fillers: bool = True) -> tuple[Word, ...]:
        """float32 mono 16 kHz, any length → words with times in seconds from its start. Never call it on silence.

        `vocabulary` biases the spelling of rare terms; `fillers` keeps um, uh and repeats. Longer than 28 s is decoded
        window by window at fixed cuts: cut at pauses before (as `recording` and `transcriber` do).
        """
        longest = int((_MAX_S - _TAIL_S) * RATE_HZ)
        words: list[Word] = []
        for begin in range(0, len(pcm), longest):
            shift = begin / RATE_HZ
            for word in self._window(pcm[begin : begin + longest], vocabulary, fillers):
                words.append(replace(word, start=word.start + shift, end=word.end + shift))
        return tuple(words)

    def warm_up(self) -> None:
        """Decode half a second of nothing once, so that the first real decode does not pay for allocations."""
        self._window(np.zeros(RATE_HZ // 2, np.float32), (), False)

    def _window(self, pcm: Pcm, vocabulary: tuple[str, ...], fillers: bool) -> tuple[Word, ...]:
        seconds = len(pcm) / RATE_HZ
        if seconds < 0.02:
            return ()
        context_s = max(_MIN_CONTEXT_S, seconds + _TAIL_S)
        tries = [(context_s, fillers), (_MAX_S, fillers), (_MAX_S, False)]
        with self._places:
            encoded_s, encoded = 0.0, None
            for wanted_s, prompted in tries:
                if encoded_s != wanted_s:
                    encoded_s, encoded = wanted_s, self._encode(pcm, wanted_s)
                prompt = self._prompt(vocabulary, prompted)
                found = self._decode(encoded, prompt, seconds)
                if not is_suspect(str(self._tokenizer.decode(found.tokens)), seconds):
                    if seconds > _LONG_S:
                        give_back()  # what comes now needs as much again
                    words = self._align(encoded, prompt, found, seconds)
                    give_back()  # 3 ms, and 13 more in the next decode, against 40 to 100 MB
                    return words
        return ()

    def _prompt(self, vocabulary: tuple[str, ...], fillers: bool) -> list[int]:
        t = self._tokenizer
        before = ", ".join(vocabulary[:20])
        text = " ".join(part for part in (f"{before}." if before else "", _FILLER_PROMPT if fillers else "") if part)
        shown = [t.sot_prev, *t.encode(" " + text)[-200:]] if text else []
        return [*shown, *t.sot_sequence, t.no_timestamps]

    def _encode(self, pcm: Pcm, context_s: float) -> Any:
        wanted = int(min(context_s, _MAX_S) * RATE_HZ) // (2 * _HOP) * 2 * _HOP
        padded = np.zeros(wanted, np.float32)
        padded[: min(len(pcm), wanted)] = pcm[:wanted]
        features = self._model.feature_extractor(padded, padding=0)
        return self._model.encode(np.ascontiguousarray(features[:, : wanted // _HOP]))

    def _decode(self, encoded: Any, prompt: list[int], seconds: float) -> _Pass:
        result = self._model.model.generate(
            encoded,
            [prompt],
            beam_size=self._beam,
            max_length=min(448, len(prompt) + 16 + int(_TOKENS_PER_S * seconds)),
            suppress_blank=True,
            suppress_tokens=[-1],
            return_no_speech_prob=True,
        )[0]
        tokens = [i for i in result.sequences_ids[0] if i < self._tokenizer.eot]
        return _Pass(cut_loop(tokens)[0], float(result.no_speech_prob))

    def _align(self, encoded: Any, prompt: list[int], found: _Pass, seconds: float) -> tuple[Word, ...]:
        """Words with times. The alignment is over the frames of speech only, so no word can fall behind its end, and
        under the same prompt as the decode, so that the probability of an "um" is what the decoder gave it."""
        t, tokens = self._tokenizer, found.tokens
        if not tokens:
            return ()
        frames = min(max(2, int(seconds * RATE_HZ / _HOP)), int(_MAX_S * RATE_HZ / _HOP))
        aligned = self._model.model.align(encoded, prompt[:-1], [tokens], [frames])[0]
        probabilities = aligned.text_token_probs
        if found.no_speech > _NO_SPEECH and float(np.mean(probabilities)) < _SURE:
            return ()
        token_of = np.array([pair[0] for pair in aligned.alignments])
        frame_of = np.array([pair[1] for pair in aligned.alignments])
        starts = frame_of[np.concatenate([[True], np.diff(token_of) > 0])] * 2 * _HOP / RATE_HZ
        starts = np.concatenate([starts, np.full(max(0, len(tokens) + 1 - len(starts)), seconds)])
        texts, groups = t.split_to_word_tokens([*tokens, t.eot])
        words: list[Word] = []
        at = 0
        for text, group in zip(texts[:-1], groups[:-1], strict=True):
            begin, end = float(starts[at]), float(starts[at + len(group)])
            sure = float(np.mean(probabilities[at : at + len(group)]))
            at += len(group)
            if not any(c.isalnum() for c in text):
                if words and text.strip():
                    words[-1] = replace(words[-1], text=words[-1].text + text.strip(), mark=sure)
            elif words and not text.startswith(" "):
                last = words[-1]
                sure = min(last.probability, sure)
                words[-1] = Word(last.text + text, last.start, max(last.start, end), sure, 0.0)
            else:
                words.append(Word(text.strip(), begin, max(begin, end), sure, 0.0))
        return drop_crammed(words)
