from pathlib import Path

from tagger_app.catalog.decisions import Verdict
from tagger_app.core.changes import ChangeSet, FieldChange
from tagger_app.core.fields import TAG_CATEGORIES
from tagger_app.core.policy import suggest
from tagger_app.formats.replace import write_tags
from tagger_app.pipeline.accept import open_suggestions
from tagger_app.pipeline.analyze import analyze
from tagger_app.pipeline.deciding import Outdated, PageDecided, decide_told, redecide
from tagger_app.pipeline.workbench import Workbench
from tests.pipeline.steps import scanned


def test_only_open_suggestions_are_accepted(bench: Workbench, music: Path) -> None:
    ids = scanned(bench, music).ids
    assert list(analyze(bench, ids))
    suggested = {
        (track_id, category, tag.name)
        for track_id in ids
        if (prediction := bench.catalog.predictions.of(track_id)) is not None
        for category in TAG_CATEGORIES
        for tag in suggest(bench.model.card, prediction.scores, bench.policy)[category]
    }
    rejected, in_file = sorted(suggested, key=str)[:2]
    bench.catalog.decisions.decide(*rejected, Verdict.REJECTED)
    track = bench.catalog.tracks.get(in_file[0])
    assert track is not None
    field = in_file[1].value
    before = track.file_tags.tags.get(field, ())
    write_tags(track.path, ChangeSet((FieldChange(field, before, (in_file[2].upper(),)),)))
    scanned(bench, music)

    def named(pages: object) -> set[object]:
        assert isinstance(pages, list)
        decisions = (change.decision for page in pages for change in page)
        return {(d.track_id, d.category, d.tag) for d in decisions}

    left = suggested - {rejected, in_file}
    assert named(list(open_suggestions(bench, ids))) == left
    assert bench.catalog.decisions.many(ids).keys() == {rejected[0]}
    told = list(open_suggestions(bench, ids))
    done = list(decide_told(bench, told, open_suggestions))
    assert named([event.changes for event in done if isinstance(event, PageDecided)]) == left
    accepted = {
        (track_id, *tag)
        for track_id, verdicts in bench.catalog.decisions.many(ids).items()
        for tag, verdict in verdicts.items()
        if verdict is Verdict.ACCEPTED
    }
    assert accepted == left
    assert named(list(open_suggestions(bench, ids))) == set()
    # What was told is not to be had a second time.
    assert list(decide_told(bench, told, open_suggestions)) == [Outdated()]
    assert list(redecide(bench, told, back=True))
    assert named(list(open_suggestions(bench, ids))) == left
