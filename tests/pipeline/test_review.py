from pathlib import Path

from tagger_app.catalog.decisions import Verdict
from tagger_app.core.changes import Edits, FieldChange
from tagger_app.core.fields import Category
from tagger_app.core.model_card import FrontEnd, ModelCard, ModelTag
from tagger_app.core.policy import Policy, WriteMode
from tagger_app.core.prediction import Coverage, Prediction
from tagger_app.core.track import FileIdentity, FileTags, Track, TrackState
from tagger_app.core.vocabulary import Vocabulary
from tagger_app.pipeline.review import ChipStatus, Decisions, Reviewer, ReviewTrack
from tagger_app.pipeline.workbench import Workbench

TAGS = ("Rock", "Jazz", "Hip-Hop")
CARD = ModelCard(
    name="test",
    version="1",
    architecture="none",
    description="",
    licence="",
    sample_rate=16_000,
    chunk_samples=16_000,
    embedding_width=1,
    tags=tuple(ModelTag(name, Category.GENRE, 0.5, 0.8) for name in TAGS),
    front_end=FrontEnd(512, 256, 96, 0.0, 8000.0, "db"),
)
VOCABULARY = Vocabulary.from_mapping({"genre": {"Hip-Hop": ["rap"], "Rock": [], "Jazz": []}})


def review(
    bench: Workbench,
    in_file: tuple[str, ...] = (),
    scores: tuple[float, ...] | None = (0.9, 0.6, 0.1),
    decisions: Decisions | None = None,
    mode: WriteMode = WriteMode.ADD,
    state: TrackState = TrackState.ACCEPTED,
    edits: Edits | None = None,
) -> ReviewTrack:
    tags = {"genre": in_file} if in_file else {}
    track = Track(1, Path("/music/a.mp3"), FileIdentity(0, 0, 0, 0), state, FileTags("mp3", tags))
    prediction = None
    if scores is not None:
        prediction = Prediction("test", Coverage(1), scores, (scores,), (0.0,), 1.0, (0.0,))
    reviewer = Reviewer(bench.catalog, None, CARD, Policy(mode=mode), VOCABULARY)
    return reviewer.review(track, prediction, decisions or {}, edits=edits)


def genre_chips(track: ReviewTrack) -> list[tuple[str, ChipStatus]]:
    return [(chip.name, chip.status) for chip in track.tags[Category.GENRE]]


def test_tags_come_best_first_with_what_is_known_about_them(bench: Workbench) -> None:
    assert genre_chips(review(bench)) == [
        ("Rock", ChipStatus.SUGGESTED),
        ("Jazz", ChipStatus.SUGGESTED),
        ("Hip-Hop", ChipStatus.SCORED),
    ]


def test_what_the_file_has_comes_first_in_its_own_spelling(bench: Workbench) -> None:
    assert genre_chips(review(bench, in_file=("Polka", "jazz"))) == [
        ("Polka", ChipStatus.IN_FILE),
        ("jazz", ChipStatus.IN_FILE),
        ("Rock", ChipStatus.SUGGESTED),
        ("Hip-Hop", ChipStatus.SCORED),
    ]


def test_decisions_outrank_the_model(bench: Workbench) -> None:
    decisions = {
        (Category.GENRE, "Rock"): Verdict.REJECTED,
        (Category.GENRE, "Hip-Hop"): Verdict.ACCEPTED,
        (Category.GENRE, "Ska"): Verdict.ADDED,
    }
    track = review(bench, decisions=decisions)
    assert genre_chips(track) == [
        ("Rock", ChipStatus.REJECTED),
        ("Jazz", ChipStatus.SUGGESTED),
        ("Hip-Hop", ChipStatus.ACCEPTED),
        ("Ska", ChipStatus.ADDED),
    ]
    assert track.proposal.changes == (FieldChange("genre", (), ("Hip-Hop", "Ska")),)
    assert track.suggested()[Category.GENRE] == ("Jazz",)


def test_replacing_keeps_what_the_model_confirms(bench: Workbench) -> None:
    track = review(
        bench,
        in_file=("Polka", "jazz"),
        decisions={(Category.GENRE, "Rock"): Verdict.ACCEPTED},
        mode=WriteMode.REPLACE,
    )
    assert track.proposal.changes == (FieldChange("genre", ("Polka", "jazz"), ("Rock", "jazz")),)


def test_what_was_dealt_with_is_not_proposed_again(bench: Workbench) -> None:
    rock = {(Category.GENRE, "Rock"): Verdict.ACCEPTED}
    for state in (TrackState.WRITTEN, TrackState.REVIEWED, TrackState.CHANGED):
        assert not review(bench, in_file=("Polka",), decisions=rock, state=state).proposal
    for state in (TrackState.ACCEPTED, TrackState.FAILED, TrackState.OFFLINE):
        assert review(bench, in_file=("Polka",), decisions=rock, state=state).proposal


def test_without_a_decision_nothing_is_proposed(bench: Workbench) -> None:
    assert not review(bench, in_file=("Polka",), mode=WriteMode.REPLACE).proposal


def test_a_track_that_was_not_heard_shows_what_the_file_has(bench: Workbench) -> None:
    track = review(bench, in_file=("Polka",), scores=None)
    assert genre_chips(track) == [("Polka", ChipStatus.IN_FILE)]
    assert track.tags[Category.MOOD] == ()


def test_what_is_edited_stays_in_its_place_until_it_is_written(bench: Workbench) -> None:
    edits = {(Category.GENRE, "Polka"): "", (Category.GENRE, "rock"): "Ska"}
    track = review(bench, in_file=("Polka", "rock", "Folk"), edits=edits)
    assert genre_chips(track)[:3] == [
        ("Polka", ChipStatus.REMOVED),
        ("rock", ChipStatus.EDITED),
        ("Folk", ChipStatus.IN_FILE),
    ]
    assert track.tags[Category.GENRE][1].becomes == "Ska"
    assert [c.after for c in track.proposal.changes] == [("Ska", "Folk")]


def test_what_the_model_confirms_goes_when_a_person_removes_it(bench: Workbench) -> None:
    track = review(
        bench,
        in_file=("Rock", "Jazz"),
        decisions={
            (Category.GENRE, "Ska"): Verdict.ADDED,
            (Category.GENRE, "Rock"): Verdict.REJECTED,
        },
        mode=WriteMode.REPLACE,
        edits={(Category.GENRE, "Rock"): ""},
    )
    assert [c.after for c in track.proposal.changes] == [("Jazz", "Ska")]


def test_a_rejection_removes_nothing_from_a_file(bench: Workbench) -> None:
    for mode in WriteMode:
        decisions = {
            (Category.GENRE, "Polka"): Verdict.REJECTED,
            (Category.GENRE, "Rock"): Verdict.REJECTED,
        }
        track = review(bench, in_file=("Polka", "Rock"), decisions=decisions, mode=mode)
        assert not track.proposal
