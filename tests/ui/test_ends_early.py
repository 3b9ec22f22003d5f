from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from tagger_app.catalog.store import Catalog
from tagger_app.core.policy import Policy
from tagger_app.core.vocabulary import Vocabulary
from tagger_app.pipeline.review import Reviewer
from tagger_app.ui.inspector import Inspector
from tagger_app.ui.labels import PlainLabel
from tagger_app.ui.theme import Theme
from tests.tiny_model import CARD
from tests.ui.tracks import FACTS, add_tracks, register

VOCABULARY = Vocabulary.from_mapping({"genre": {}, "mood": {}, "instrument": {}})


@pytest.mark.parametrize(
    ("promised", "told"),
    [
        (None, []),
        (220.0, ["The file ends early, after 0:40 of 3:40. Download or copy it again."]),
        (0.0, ["The file ends early, after 0:40. Download or copy it again."]),
    ],
)
def test_that_a_file_ends_early_is_told_beside_its_track(
    theme: Theme, qtbot: QtBot, catalog: Catalog, promised: float | None, told: list[str]
) -> None:
    inspector = Inspector(theme, VOCABULARY)
    qtbot.addWidget(inspector)
    inspector.show()
    [track_id] = add_tracks(catalog, 1)
    catalog.tracks.heard(track_id, replace(FACTS, promised=promised))
    reviewer = Reviewer(catalog, register(catalog), CARD, Policy(), VOCABULARY)
    inspector.show_track(reviewer.load([track_id])[0])
    lines = [label.text() for label in inspector.findChildren(PlainLabel) if label.isVisible()]
    assert [line for line in lines if "ends early" in line] == told
