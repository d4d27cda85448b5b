"""When a device counts as lost."""

from voice_interviewer.audio.watch import Staleness, ZeroWatch


def test_a_device_is_stale_only_after_the_limit():
    """Silence of callbacks up to the limit is a hiccup, beyond it a loss."""
    watch = Staleness(10.0, limit_s=1.5)
    watch.fed(11.0)
    assert not watch.stale(12.5)
    assert watch.stale(12.6)
    assert watch.age_s(12.0) == 1.0


def test_a_late_old_sign_of_life_changes_nothing():
    """Times may arrive out of order from another thread; the newest counts."""
    watch = Staleness(0.0)
    watch.fed(5.0)
    watch.fed(4.0)
    assert watch.age_s(5.5) == 0.5


def test_the_future_is_no_age():
    """A sign of life stamped after now has no negative age."""
    watch = Staleness(2.0)
    assert watch.age_s(1.0) == 0.0


def test_only_unbroken_exact_zeros_count():
    """Faint noise is a working microphone; three seconds of exact zeros are not."""
    watch = ZeroWatch(limit_s=3.0)
    watch.fed(2.9, 0.0)
    assert not watch.dead
    watch.fed(0.1, 1e-5)
    watch.fed(2.9, 0.0)
    assert not watch.dead
    watch.fed(0.2, 0.0)
    assert watch.dead
