"""Which sides of a recording are listened to, on real files; voice is whatever is loud."""

import numpy as np
import soundfile
from film_kit import film

from voice_interviewer.audio.files import open_audio
from voice_interviewer.audio.protocols import BLOCK, RATE_HZ
from voice_interviewer.review.ears import Side, blocks, plan

SECOND = RATE_HZ
BURST = (0.3 * np.random.default_rng(1).standard_normal(2 * SECOND)).astype(np.float32)
HUSH = np.zeros(2 * SECOND, np.float32)
ASKER = np.concatenate([BURST, HUSH, BURST, HUSH])
CANDIDATE = np.concatenate([HUSH, BURST, HUSH, BURST])


class Loud:
    """Stands in for voice activity: what is loud is voice."""

    def reset(self):
        pass

    def probabilities(self, samples):
        level = np.sqrt(np.mean(samples.reshape(-1, BLOCK) ** 2, axis=1))
        return (level > 0.01).astype(np.float32)


def stereo(tmp_path, left, right):
    path = tmp_path / "call.wav"
    soundfile.write(path, np.stack([left, right], axis=1), RATE_HZ)
    return path


def test_a_voice_a_channel_is_heard_apart(tmp_path):
    """Two sides, and a note that names --split and how to take one."""
    made = plan(stereo(tmp_path, ASKER, CANDIDATE), vad=Loud())
    assert [(s.track, s.channel) for s in made.sides] == [(0, 0), (0, 1)]
    assert "two channels differ" in made.notes[0] and "--split" in made.notes[0]


def test_mirrored_channels_are_not_mixed(tmp_path):
    """Channels of opposite sign would cancel; one of them is used, and that is told."""
    made = plan(stereo(tmp_path, ASKER, -ASKER), vad=Loud())
    assert [s.channel for s in made.sides] == [0] and "cancel" in made.notes[0]


def test_an_empty_channel_is_passed_over(tmp_path):
    """The channel with sound is used alone."""
    made = plan(stereo(tmp_path, HUSH.repeat(4), ASKER), vad=Loud())
    assert [s.channel for s in made.sides] == [1] and "channel 2" in made.notes[0]


def test_one_sound_on_both_channels_is_mixed_without_a_word(tmp_path):
    """Ordinary stereo needs no note."""
    made = plan(stereo(tmp_path, ASKER, 0.8 * ASKER), vad=Loud())
    assert made.sides == (Side(0, None),) and made.notes == ()


def test_who_chose_gets_what_was_chosen(tmp_path):
    """A channel that was named is heard alone, without any guess."""
    made = plan(stereo(tmp_path, ASKER, CANDIDATE), channel=1, vad=Loud())
    assert made.sides == (Side(0, 1),) and made.notes == ()


def test_two_tracks_with_a_voice_each_are_heard_apart(tmp_path):
    """Neither track is judged as the other."""
    path = tmp_path / "call.mkv"
    film(path, "pcm_s16le", [ASKER, CANDIDATE])
    made = plan(path, vad=Loud())
    assert [s.track for s in made.sides] == [0, 1] and "--track" in made.notes[0]
    assert plan(path, track=1, vad=Loud()).sides == (Side(1, None),)


def test_a_silent_track_is_passed_over_and_told(tmp_path):
    """The track with a voice is used, wherever it stands."""
    path = tmp_path / "call.mkv"
    film(path, "pcm_s16le", [np.zeros_like(ASKER), ASKER])
    made = plan(path, vad=Loud())
    assert [s.track for s in made.sides] == [1] and "2 sound tracks" in made.notes[0]


def test_of_a_mix_and_its_parts_the_parts_are_heard(tmp_path):
    """A recorder's mixed track beside one a person: the two that are apart are taken."""
    path = tmp_path / "call.mkv"
    film(path, "pcm_s16le", [ASKER + CANDIDATE, CANDIDATE, ASKER])
    assert [s.track for s in plan(path, vad=Loud()).sides] == [1, 2]


def test_tracks_that_are_not_apart_are_told(tmp_path):
    """A mixed track and one voice: the first is used, with the way to choose."""
    path = tmp_path / "call.mkv"
    film(path, "pcm_s16le", [ASKER + CANDIDATE, CANDIDATE])
    made = plan(path, vad=Loud())
    assert [s.track for s in made.sides] == [0] and "--track N" in made.notes[0]


def test_what_leaks_over_is_silent_in_the_blocks(tmp_path):
    """The other side's voice never reaches the recogniser; the rest does."""
    path = stereo(tmp_path, ASKER + 0.2 * CANDIDATE, CANDIDATE + 0.2 * ASKER)
    made = plan(path, vad=Loud())
    side = made.sides[1]
    with open_audio(path, channel=1) as sound:
        pcm = np.concatenate([b.samples for b in blocks(sound, side)])
    assert np.abs(pcm[: int(1.9 * SECOND)]).max() == 0
    assert np.abs(pcm[int(2.2 * SECOND) : int(3.8 * SECOND)]).max() > 0.2
