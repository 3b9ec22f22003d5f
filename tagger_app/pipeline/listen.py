"""One track in full: its spectrogram and how sure the model is of each tag over time."""

from collections.abc import Iterator
from pathlib import Path

from tagger_app.core.prediction import Coverage
from tagger_app.inference.engine import FailedFile, HeardFile
from tagger_app.pipeline.events import Tick
from tagger_app.pipeline.workbench import Workbench


def look(bench: Workbench, path: Path) -> Iterator[Tick | HeardFile | FailedFile]:
    """Hear a whole track with its spectrogram; nothing is stored.

    Ticks come while it is heard, then the result or the reason why there is none.
    """
    for news in bench.engine().hear([path], Coverage(None), spectrogram=True):
        yield Tick() if news is None else news
