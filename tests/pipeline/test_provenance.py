import json
from pathlib import Path

from tagger_app.core.fields import Category
from tagger_app.core.policy import Policy, WriteMode, suggest
from tagger_app.formats import read_tags
from tagger_app.pipeline.undo import undo
from tagger_app.pipeline.workbench import Workbench
from tagger_app.pipeline.write import write_decided, write_given
from tests.pipeline.steps import accept, finished, retag, scanned
from tests.tiny_model import CARD
from tests.ui.tracks import FACTS, prediction_of

SCORES = (0.81234, 0.2, 0.7, 0.1, 0.1, 0.1, 0.1, 0.1)  # Folk, Ambient, Electronic, Calm, …


def heard(bench: Workbench, music: Path) -> int:
    """a.flac, with an old record and a genre, of which the model thinks Folk and Electronic."""
    song = music / "a.flac"
    retag(song, "genre", "Electronic")
    retag(song, "provenance", '{"app": "older"}')
    scanned(bench, song)
    track = bench.catalog.tracks.by_path(song)
    assert track is not None
    prediction = prediction_of([SCORES], (0.0,))
    suggested = suggest(CARD, SCORES, Policy())
    bench.catalog.predictions.store(bench.model_id(), track.id, prediction, suggested, FACTS)
    return track.id


def test_the_record_tells_of_what_is_new_from_the_model_and_undo_removes_it(
    bench: Workbench, music: Path
) -> None:
    track_id = heard(bench, music)
    words = {"genre": {"Folk": "Volksmusik"}}
    bench.change(bench.settings.changed(provenance=True, own_words=words), bench.model)
    for tag in ("Folk", "Electronic", "Polka"):
        accept(bench, track_id, Category.GENRE, tag)
    assert finished(write_decided(bench, [track_id])).written == 1
    tags = read_tags(music / "a.flac").tags
    assert tags["genre"] == ("Electronic", "Volksmusik", "Polka")
    (record,) = map(json.loads, tags["provenance"])
    assert record["app"].startswith("Tagger ")
    assert (record["model"], record["version"]) == (CARD.name, CARD.version)
    assert record["scores"] == {"Volksmusik": 0.812}

    assert finished(undo(bench)).written == 1
    assert read_tags(music / "a.flac").tags["provenance"] == ('{"app": "older"}',)


def test_what_a_person_alone_decided_and_what_nobody_asked_for_leaves_no_record(
    bench: Workbench, music: Path
) -> None:
    track_id = heard(bench, music)
    model_id = bench.model_id()
    given = {track_id: {Category.MOOD: ("Calm",)}}
    list(write_given(bench, given, WriteMode.ADD, model_id=model_id))
    bench.change(bench.settings.changed(provenance=True), bench.model)
    given = {track_id: {Category.GENRE: ("Polka",)}}
    list(write_given(bench, given, WriteMode.ADD, model_id=model_id))
    tags = read_tags(music / "a.flac").tags
    assert tags["genre"] == ("Electronic", "Polka")
    assert tags["provenance"] == ('{"app": "older"}',)
