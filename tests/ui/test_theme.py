import pytest
from PySide6.QtGui import QColor

from tagger_app.pipeline.review import ChipStatus
from tagger_app.ui.cells import chip_look, greyed
from tagger_app.ui.theme import DARK, DARK_HIGH, LIGHT, LIGHT_HIGH, Colours

EACH = pytest.mark.parametrize("colours", [DARK, LIGHT, DARK_HIGH, LIGHT_HIGH])


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2.2 defines it, from 1 to 21."""

    def luminance(name: str) -> float:
        colour = QColor(name)
        parts = (colour.redF(), colour.greenF(), colour.blueF())
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@EACH
def test_text_can_be_read_wherever_it_stands(colours: Colours) -> None:
    grounds = (colours.window, colours.panel, colours.base, colours.selection, colours.hover)
    for text in (colours.text, colours.muted):
        for ground in grounds:
            assert contrast(text, ground) >= 4.5, (text, ground)
    for ground in (colours.base, colours.alternate):
        assert contrast(colours.faint, ground) >= 4.5, ground  # "not sure"
    for ground in (colours.window, colours.panel, colours.base, colours.selection):
        assert contrast(colours.failure, ground) >= 4.5, ground
        assert contrast(colours.accent, ground) >= 3, ground  # lines and signs, not text


@EACH
def test_chips_can_be_read_and_told_apart(colours: Colours) -> None:
    looks = {status: chip_look(status, colours) for status in ChipStatus}
    for look in looks.values():
        assert contrast(look.text, look.fill or colours.base) >= 4.5
    shown = (ChipStatus.SUGGESTED, ChipStatus.ACCEPTED, ChipStatus.IN_FILE, ChipStatus.REJECTED)
    assert len({looks[status] for status in shown}) == len(shown)
    assert looks[ChipStatus.REJECTED].struck


@EACH
def test_a_track_out_of_reach_is_grey_and_can_be_read(colours: Colours) -> None:
    grey = greyed(colours)
    assert grey.accent != colours.accent
    for status in ChipStatus:
        look = chip_look(status, grey)
        for ground in (look.fill,) if look.fill else (grey.base, grey.selection):
            assert contrast(look.text, ground) >= 4.5, status
