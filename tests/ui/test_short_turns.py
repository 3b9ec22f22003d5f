import sys

from tagger_app.ui.short_turns import short_turns


def test_threads_take_short_turns_while_the_window_is_open() -> None:
    before = sys.getswitchinterval()
    with short_turns():
        assert sys.getswitchinterval() < before / 10
    assert sys.getswitchinterval() == before
