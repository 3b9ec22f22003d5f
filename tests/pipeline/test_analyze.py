from pathlib import Path

import pytest

from tagger_app.core.errors import ModelError
from tagger_app.core.track import TrackState
from tagger_app.core.vocabulary import Vocabulary
from tagger_app.inference.engine import HeardFile
from tagger_app.pipeline.analyze import analyze
from tagger_app.pipeline.events import TrackHeard
from tagger_app.pipeline.listen import look
from tagger_app.pipeline.workbench import Workbench
from tagger_app.settings import Settings
from tests.pipeline.steps import failed, scanned


def test_every_track_is_heard_once(bench: Workbench, music: Path) -> None:
    found = scanned(bench, music)
    events = list(analyze(bench, found.ids))
    heard = [event for event in events if isinstance(event, TrackHeard)]
    assert sorted(event.track_id for event in heard) == sorted(found.ids)
    assert [(event.done, event.total) for event in heard] == [(1, 3), (2, 3), (3, 3)]
    assert list(analyze(bench, found.ids)) == []


def test_scores_and_facts_are_in_the_catalog(bench: Workbench, music: Path) -> None:
    found = scanned(bench, music)
    list(analyze(bench, found.ids))
    prediction = bench.catalog.predictions.of(found.ids[0], bench.model_id())
    assert prediction is not None
    assert len(prediction.scores) == len(bench.model.card.tags)
    assert all(0.0 <= score <= 1.0 for score in prediction.scores)
    assert len(prediction.chunk_scores) == 2
    track = bench.catalog.tracks.get(found.ids[0])
    assert track is not None
    assert track.facts is not None
    assert track.facts.duration == pytest.approx(4.0, abs=0.2)
    assert track.state is TrackState.TO_REVIEW


def test_a_file_that_cannot_be_heard_costs_only_itself(bench: Workbench, music: Path) -> None:
    (music / "broken.mp3").write_bytes(b"\xff\xfb\x90\x00 but no audio")
    found = scanned(bench, music)
    events = list(analyze(bench, found.ids))
    assert [event.path.name for event in failed(events)] == ["broken.mp3"]
    assert sum(isinstance(event, TrackHeard) for event in events) == 3
    track = bench.catalog.tracks.by_path(music / "broken.mp3")
    assert track is not None
    assert track.state is TrackState.FAILED


def test_a_stopped_run_goes_on_with_the_rest(bench: Workbench, music: Path) -> None:
    found = scanned(bench, music)
    events = analyze(bench, found.ids)
    for event in events:
        if isinstance(event, TrackHeard):
            break
    events.close()  # type: ignore[attr-defined] # a generator behind its protocol
    rest = [event for event in analyze(bench, found.ids) if isinstance(event, TrackHeard)]
    assert len(rest) == 2


def test_no_model_is_an_error_with_its_remedy(bench: Workbench) -> None:
    with (
        Workbench(bench.catalog, None, Vocabulary.from_mapping({}), Settings()) as empty,
        pytest.raises(ModelError, match="models folder"),
    ):
        list(analyze(empty, [1]))


def test_looking_at_a_track_gives_its_whole_spectrogram(bench: Workbench, music: Path) -> None:
    *_, last = look(bench, music / "a.flac")
    assert isinstance(last, HeardFile)
    spectrogram = last.heard.spectrogram
    assert spectrogram is not None
    assert len(last.heard.prediction.chunk_starts) == len(last.heard.prediction.chunk_scores)
