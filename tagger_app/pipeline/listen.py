"""One track in full: its spectrogram and how sure the model is of each tag over time."""

from collections.abc import Iterator
from pathlib import Path

from tagger_app.core.model_card import ModelCard
from tagger_app.core.prediction import Coverage
from tagger_app.inference.engine import FailedFile, HeardFile, SketchedFile
from tagger_app.pipeline.events import Tick
from tagger_app.pipeline.review import ChipStatus, ReviewTrack
from tagger_app.pipeline.workbench import Workbench


def look(bench: Workbench, path: Path) -> Iterator[Tick | HeardFile | FailedFile]:
    """Hear a whole track with its spectrogram; nothing is stored.

    Ticks come while it is heard, then the result or the reason why there is none.
    """
    for news in bench.engine().hear([path], Coverage(None), spectrogram=True):
        yield Tick() if news is None else news


def glance(bench: Workbench, path: Path) -> Iterator[Tick | SketchedFile]:
    """A coarse spectrogram of a track, soon; nothing where there is none."""
    for news in bench.sketcher().sketch(path):
        yield Tick() if news is None else news


_TELLING = frozenset({ChipStatus.SUGGESTED, ChipStatus.ACCEPTED})


def highlight(review: ReviewTrack, card: ModelCard) -> float:
    """Where a track says most about its suggested tags, in seconds from its start.

    That is the chunk in which these tags' scores are highest on average, the first of equals; 0.0
    where nothing was heard or suggested.
    """
    heard = review.prediction
    told = {
        (chip.category, chip.name)
        for chips in review.tags.values()
        for chip in chips
        if chip.status in _TELLING
    }
    places = [i for i, tag in enumerate(card.tags) if (tag.category, tag.name) in told]
    if heard is None or not places or not heard.is_by(card):
        return 0.0
    sums = [sum(scores[place] for place in places) for scores in heard.chunk_scores]
    return heard.chunk_starts[sums.index(max(sums))]
