"""Prompts spoken ahead, and kept."""

import threading

import numpy as np
import pytest

from voice_interviewer.errors import MissingPartError
from voice_interviewer.voice.cache import Prefetcher, PromptCache
from voice_interviewer.voice.choose import Speaking
from voice_interviewer.voice.fake import FakeVoice


def cache(folder, **settings):
    voice = settings.pop("voice", None)
    rate = settings.pop("rate", 1.0)
    return PromptCache(Speaking(FakeVoice(**settings), voice, rate), folder)


def entries(folder):
    return sorted(folder.glob("*/*.npz"))


def test_a_prompt_is_spoken_once(tmp_path):
    """The second time it comes from memory, in the next session from disk, with the same samples."""
    first = cache(tmp_path)
    clip = first.get("Who gets paged?")
    assert np.array_equal(first.get("Who gets paged?").pcm, clip.pcm)
    later = cache(tmp_path)
    assert np.array_equal(later.get("Who gets paged?").pcm, clip.pcm)
    assert (first.made, later.made) == (1, 0)


def test_everything_that_changes_the_sound_changes_the_key(tmp_path, monkeypatch):
    """Voice, rate, text and the engine's version each make another entry; spelling of the same words does not."""
    base = cache(tmp_path)
    keys = {
        base.key("a b"),
        base.key("a c"),
        cache(tmp_path, voice="deep").key("a b"),
        cache(tmp_path, rate=1.1).key("a b"),
    }
    assert base.key("a  **b**") == base.key("a b")
    monkeypatch.setattr(FakeVoice, "version", classmethod(lambda cls: "2"))
    keys.add(cache(tmp_path).key("a b"))
    assert len(keys) == 5


@pytest.mark.parametrize("damage", [b"", b"not a zip", None])
def test_a_damaged_entry_is_made_again(tmp_path, damage):
    """Empty, foreign or bit-flipped entries are noticed, replaced, and never heard."""
    good = cache(tmp_path).get("What broke?")
    (entry,) = entries(tmp_path)
    data = bytearray(entry.read_bytes())
    data[len(data) // 2] ^= 0xFF
    entry.write_bytes(bytes(data) if damage is None else damage)
    again = cache(tmp_path)
    assert np.array_equal(again.get("What broke?").pcm, good.pcm)
    assert again.made == 1
    fresh = cache(tmp_path)
    fresh.get("What broke?")
    assert fresh.made == 0


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path):
    """Without a cache on disk prompts are spoken and kept in memory."""
    (tmp_path / "file").write_text("in the way")
    speaking = cache(tmp_path / "file")
    assert speaking.get("Why?").seconds > 0.1
    speaking.get("Why?")
    assert speaking.made == 1


def test_no_half_written_entry_is_left(tmp_path):
    """Entries appear whole, under their final name."""
    cache(tmp_path).get("Why?")
    assert [path.suffix for path in tmp_path.glob("*/*")] == [".npz"]


def test_the_folder_keeps_within_its_limit(tmp_path):
    """The entries unused for longest go first."""
    import os

    small = PromptCache(Speaking(FakeVoice(), None), tmp_path, limit_mb=1e9)
    for number in range(6):
        small.get(f"number {number}")
    times = {small._file(small.key(f"number {n}")): n for n in range(6)}
    for path, age in times.items():
        os.utime(path, (1000 + age, 1000 + age))
    size = sum(path.stat().st_size for path in entries(tmp_path))
    small._limit = size / 2
    assert small.trim() == 3
    assert sorted(times[path] for path in entries(tmp_path)) == [3, 4, 5]


def test_memory_is_bounded(tmp_path, monkeypatch):
    """A long session does not keep every clip in memory; older ones come back from disk."""
    from voice_interviewer.voice import cache as module

    monkeypatch.setattr(module, "_MEMORY_SAMPLES", 30_000)
    speaking = cache(tmp_path)
    for number in range(20):
        speaking.get(f"one two three {number}")
    assert sum(len(pcm) for pcm, _ in speaking._memory.values()) <= 30_000
    speaking.get("one two three 0")
    assert speaking.made == 20


def test_two_threads_make_a_prompt_once(tmp_path):
    """The session asking for what is just being made waits for it instead of making it again."""
    gate, asked = threading.Event(), []

    class Slow(FakeVoice):
        def speak(self, text, *, voice=None, rate=1.0):
            asked.append(text)
            gate.wait(60)
            return super().speak(text, voice=voice, rate=rate)

    speaking = PromptCache(Speaking(Slow(), None), tmp_path)
    clips = []
    threads = [threading.Thread(target=lambda: clips.append(speaking.get("Why?"))) for _ in range(3)]
    for thread in threads:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join(60)
    assert asked == ["Why?"]
    assert len(clips) == 3


def test_the_prefetcher_speaks_the_most_urgent_first(tmp_path):
    """Lower numbers first, equal ones in the order asked; asking again can only hurry a prompt."""
    gate, started = threading.Event(), threading.Event()

    class Gated(FakeVoice):
        def speak(self, text, *, voice=None, rate=1.0):
            started.set()
            gate.wait(60)
            return super().speak(text, voice=voice, rate=rate)

    engine = Gated()
    with Prefetcher(PromptCache(Speaking(engine, None), tmp_path), ["busy"]) as ahead:
        assert started.wait(60)
        ahead.want(["later one", "later two"])
        ahead.want(["now"], priority=0)
        ahead.want(["later two"], priority=5)
        ahead.want(["now"], priority=9)
        gate.set()
        assert ahead.wait(60)
    assert engine.spoken == ["busy", "now", "later two", "later one"]


def test_what_is_ready_comes_at_once_and_the_rest_is_spoken_now(tmp_path):
    """`get` never depends on the background thread."""
    with Prefetcher(cache(tmp_path), ["ready"]) as ahead:
        assert ahead.wait(60)
        assert ahead.ready("ready")
        assert not ahead.ready("not asked for")
        assert ahead.get("not asked for").seconds > 0.2
        assert ahead.cache.made == 2


def test_a_failing_voice_does_not_reach_the_caller_before_it_asks(tmp_path):
    """Failures in the background are noted; the caller meets them only for a prompt it wants."""
    with Prefetcher(cache(tmp_path, fail=True), ["one", "two"]) as ahead:
        assert ahead.wait(60)
        assert set(ahead.failures) == {"one", "two"}
        with pytest.raises(MissingPartError):
            ahead.get("one")


def test_who_waits_for_a_voice_that_fails_does_not_wait_again(tmp_path):
    """Somebody who wants what is being made in the background gets its failure, not a second attempt of as long."""
    gate, asked = threading.Event(), threading.Event()
    attempts = []

    class Hung(FakeVoice):
        def speak(self, text, *, voice=None, rate=1.0):
            attempts.append(text)
            asked.set()
            gate.wait(60)
            raise MissingPartError("it did not answer.", where="voice hung")

    waiting = threading.Event()
    caught = []

    with Prefetcher(PromptCache(Speaking(Hung(), None), tmp_path), ["Why?"]) as ahead:
        assert asked.wait(60)
        making = next(iter(ahead.cache._making.values()))
        real = making.lock

        class Watched:
            """The lock, which tells that somebody has come to wait."""

            def __enter__(self):
                waiting.set()
                return real.__enter__()

            def __exit__(self, *exc):
                return real.__exit__(*exc)

        making.lock = Watched()

        def want():
            try:
                ahead.get("Why?")
            except MissingPartError as error:
                caught.append(error)

        thread = threading.Thread(target=want)
        thread.start()
        assert waiting.wait(60)
        gate.set()
        thread.join(60)
        assert attempts == ["Why?"]
        assert len(caught) == 1
        with pytest.raises(MissingPartError):
            ahead.get("And then?")
        assert attempts == ["Why?"]


def test_a_voice_that_fails_who_waits_is_replaced(tmp_path):
    """The next working voice says what is asked from then on, and what was prepared is prepared again with it."""
    other, tried = FakeVoice(), []

    class Hung(FakeVoice):
        name = "hung"

        def speak(self, text, *, voice=None, rate=1.0):
            raise MissingPartError("it did not answer.", where="voice hung")

    def spare(names):
        tried.append(set(names))
        return Speaking(other, None)

    with Prefetcher(PromptCache(Speaking(Hung(), None), tmp_path), ["one", "two"], spare=spare) as ahead:
        with pytest.raises(MissingPartError):
            ahead.get("three")
        assert ahead.wait(60)
        assert ahead.get("three").seconds > 0.1
        assert ahead.ready("one")
        assert ahead.ready("two")
    assert tried == [{"hung"}]
    assert sorted(other.spoken) == ["one", "three", "two"]


def test_what_was_prepared_is_said_after_the_voice_is_gone(tmp_path):
    """Without another voice the prompts that are ready are still spoken; others are refused at once."""
    calls = []

    class Failing(FakeVoice):
        def speak(self, text, *, voice=None, rate=1.0):
            calls.append(text)
            if text != "ready":
                raise MissingPartError("it did not answer.", where="voice failing")
            return super().speak(text, voice=voice, rate=rate)

    with Prefetcher(PromptCache(Speaking(Failing(), None), tmp_path), ["ready"]) as ahead:
        assert ahead.wait(60)
        for _ in range(3):
            with pytest.raises(MissingPartError):
                ahead.get("new")
        assert ahead.get("ready").seconds > 0.1
    assert calls == ["ready", "new"]


def test_any_surprise_in_the_background_is_survived(tmp_path):
    """A driver that raises something odd does not end the thread."""

    class Odd(FakeVoice):
        def speak(self, text, *, voice=None, rate=1.0):
            if text == "bad":
                raise RuntimeError("driver gone")
            return super().speak(text, voice=voice, rate=rate)

    with Prefetcher(PromptCache(Speaking(Odd(), None), tmp_path), ["bad", "good"]) as ahead:
        assert ahead.wait(60)
        assert "driver gone" in ahead.failures["bad"]
        assert ahead.ready("good")


def test_closing_ends_the_thread_and_get_still_works(tmp_path):
    """After the session nothing is left running."""
    ahead = Prefetcher(cache(tmp_path), [f"text {n}" for n in range(5)])
    ahead.close()
    ahead._thread.join(60)
    assert not ahead._thread.is_alive()
    assert ahead.get("after").seconds > 0.1


def test_the_voice_is_warm_when_all_prompts_were_on_disk(tmp_path):
    """A session whose prompts are all cached still has its voice loaded before the first made-up reply."""
    cache(tmp_path).get("cached")
    warmed = []

    class Slow(FakeVoice):
        def warm(self, voice=None):
            warmed.append(voice)

    with Prefetcher(PromptCache(Speaking(Slow(), "deep"), tmp_path)) as ahead:
        assert ahead.wait(60)
        ahead.want(["something new"])
        assert ahead.wait(60)
    assert warmed == ["deep"]


def test_what_quotes_the_candidate_never_reaches_the_disk(tmp_path) -> None:
    """Only a flow's own words are kept as sound, alone or one after the other; the rest is spoken and forgotten."""
    fixed = ["Understood.", "What would fail first?", "Thank you."]
    kept = cache(tmp_path)
    with Prefetcher(kept, ["Thank you."], fixed) as ahead:
        for text in ("Understood. What would fail first?", "What would fail first?"):
            ahead.get(text)
        files = len(list(tmp_path.rglob("*.npz")))
        for text in ("You said: my kiosk. Whose call was that?", "Understood. You said: my kiosk."):
            assert len(ahead.get(text).pcm)
        assert len([p for p in tmp_path.rglob("*.npz") if p.is_file()]) in (files, files + 1)  # Thank you.
    assert not kept._file(kept.key("You said: my kiosk. Whose call was that?")).exists()
    assert not kept._file(kept.key("Understood. You said: my kiosk.")).exists()
    assert kept._file(kept.key("Understood. What would fail first?")).exists()


def test_a_short_word_is_made_ahead_at_a_quicker_pace(tmp_path):
    """Another entry than at the voice's own pace; one that is not there yet is not waited for."""
    with Prefetcher(cache(tmp_path)) as prompts:
        assert prompts.quick("Right.", 1.25) is None
        prompts.want(["Right."], pace=1.25)
        assert prompts.wait(60)
        quick = prompts.quick("Right.", 1.25)
        assert quick is not None and quick.seconds < prompts.get("Right.").seconds


def test_a_short_word_that_cannot_be_spoken_is_left_out(tmp_path):
    """The voice fails at it: it is never there, no error reaches the session, and everything else is spoken."""

    class Failing(FakeVoice):
        def speak(self, text, *, voice=None, rate=1.0):
            if text == "Right.":
                raise MissingPartError("cannot say this")
            return super().speak(text, voice=voice, rate=rate)

    with Prefetcher(PromptCache(Speaking(Failing(), None), tmp_path)) as prompts:
        prompts.want(["Right.", "Okay."], pace=1.25)
        assert prompts.wait(60)
        assert prompts.quick("Right.", 1.25) is None and prompts.quick("Okay.", 1.25) is not None
        assert "Right." in prompts.failures and len(prompts.get("What would fail first?").pcm)


def test_a_short_word_whose_entry_is_damaged_is_not_spoken_meanwhile(tmp_path):
    """Who asks for it sits in the middle of an answer: it is left out, not made."""
    with Prefetcher(cache(tmp_path)) as prompts:
        prompts.want(["Right."], pace=1.25)
        assert prompts.wait(60)
    (entry,) = entries(tmp_path)
    entry.write_bytes(b"not a zip")
    later = cache(tmp_path)
    assert Prefetcher(later, start=False).quick("Right.", 1.25) is None and later.made == 0
