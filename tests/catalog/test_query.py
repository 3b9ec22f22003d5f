"""What a person's query finds."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from sqlalchemy import literal, select

from tagger_app.catalog import query_sql, score_changes, score_table
from tagger_app.catalog.decisions import Verdict
from tagger_app.catalog.score_table import Scores, scores_of
from tagger_app.catalog.search import TrackQuery
from tagger_app.catalog.store import Catalog
from tagger_app.core.conditions import Bounds, Condition, HasTag, TagName
from tagger_app.core.errors import CatalogError, Reason
from tagger_app.core.fields import Category
from tagger_app.core.query import parse, read
from tagger_app.core.track import Failure
from tagger_app.core.vocabulary import Vocabulary
from tests.catalog.samples import FACTS, file, hear, register

VOCABULARY = Vocabulary.from_mapping(
    {
        "genre": {"Hip-Hop": ["rap"], "Jazz": [], "Rock": [], "Classical": ["classic"]},
        "mood": {"Calm": ["quiet"]},
        "instrument": {"Piano": []},
    }
)


@pytest.fixture
def found(catalog: Catalog) -> dict[str, int]:
    """Ids by name: one, two and three were heard, the others not."""
    model_id = register(catalog)
    names = {
        "one": file("/m/a/one.mp3", title="So What", artist="Miles Davis", genre=("jazz",)),
        "two": file("/m/a/two.mp3", title="Night", artist="Davis, Miles", album="Blue"),
        "three": file("/m/b/three.mp3", title="Calm sea", artist="!!!", genre=("Rap",)),
        "four": file("/m/b/four.mp3", title="Jazz for four", mood=("Quiet",)),
        "five": file("/m/b/five.mp3", title="Rockabilly", genre=("Rockabilly",)),
    }
    ids = dict(zip(names, catalog.tracks.store(list(names.values())), strict=True))
    # Hip-Hop, Jazz, calm, piano
    hear(catalog, model_id, ids["one"], 0.1, 0.4, 0.9, 0.9)
    hear(catalog, model_id, ids["two"], 0.0, 0.95, 0.6, 0.0)
    hear(catalog, model_id, ids["three"], 0.7, 0.6, 0.0, 0.0)
    catalog.decisions.decide(ids["three"], Category.GENRE, "Jazz", Verdict.REJECTED)
    catalog.decisions.decide(ids["five"], Category.MOOD, "Calm", Verdict.ADDED)
    return ids


@pytest.mark.parametrize("many", [2, 20_000])
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", "one two three four five"),
        ("genre:jazz", "one two"),
        ("genre:rap", "three"),
        ("genre:hiphop", "three"),
        ("genre:ja", "one two"),
        ("genre:rock", ""),
        ("genre:rock*", "five"),
        ('genre:"rocka"', ""),
        ("mood:quiet", "one two four five"),
        ("-mood:calm", "three"),
        ("tag:calm", "one two four five"),
        ("mood:calm -instrument:piano", "two four five"),
        ("genre:jazz score>0.8", "two"),
        ("genre:jazz score<0.5", "one"),
        ("mood:calm score>0.7", "one"),
        ("mood:calm score>=0.6", "one two"),
        ("mood:calm score:0.5..0.7", "two"),
        ("score>0.8", "one two"),
        ("-score>0.8", "three four five"),
        ("score<0.8", "three"),
        ('artist:"miles davis"', "one"),
        ("artist:miles", "one two"),
        ("artist:mil title:night", "two"),
        ("artist:!!!", "three"),
        ("-artist:davis", "three four five"),
        ("title:jazz", "four"),
        ("path:one", "one"),
        ("jazz", "one two four"),
        ("calm", "one two three five"),
        ("calm night", "two"),
        ("-calm", "four"),
        ('"calm sea"', "three"),
        ("status:review", "one two"),
        ("-status:new status:review", "one two"),
        ("status:waiting", "five"),
        ("status:missing", ""),
        ("year>1900", ""),
    ],
)
def test_queries(
    catalog: Catalog,
    found: dict[str, int],
    text: str,
    names: str,
    many: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(query_sql, "WIDE", many)  # the way it goes among very many tracks, too
    conditions = parse(text, VOCABULARY).conditions
    query = TrackQuery(conditions=conditions, model_id=1)
    by_id = {track_id: name for name, track_id in found.items()}
    assert {by_id[i] for i in catalog.search.ids(query)} == set(names.split())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('artist:"mil', "one two"),
        ('artist:"miles da', "one"),
        ('artist:"davis mil', "two"),
        ('"calm se', "three"),
        ('"pia', "one"),
        ('-"calm se', "one two four five"),
        ('genre:"hip-h', "three"),
        ('artist:"', "one two three four five"),
        ('artist:"!', "three"),
    ],
)
def test_a_quotation_that_is_being_typed_ends_amid_a_word(
    catalog: Catalog, found: dict[str, int], text: str, names: str
) -> None:
    query = TrackQuery(conditions=read(text, VOCABULARY).conditions, model_id=1)
    by_id = {track_id: name for name, track_id in found.items()}
    assert {by_id[i] for i in catalog.search.ids(query)} == set(names.split())


def test_a_rejection_under_another_name_counts(catalog: Catalog, found: dict[str, int]) -> None:
    catalog.tracks.store([file("/m/b/three.mp3", title="no genre")])
    catalog.decisions.decide(found["three"], Category.GENRE, "rap", Verdict.REJECTED)
    conditions = parse("genre:hip-hop", VOCABULARY).conditions
    assert catalog.search.ids(TrackQuery(conditions=conditions, model_id=1)) == []


@pytest.mark.parametrize("many", [2, 20_000])
def test_a_rejected_tag_says_nothing_about_another(
    catalog: Catalog, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query_sql, "WIDE", many)
    [track_id] = catalog.tracks.store([file("/m/six.mp3", title="Six")])
    hear(catalog, register(catalog), track_id, 0.7, 0.6, 0.0, 0.0)
    catalog.decisions.decide(track_id, Category.GENRE, "Jazz", Verdict.REJECTED)

    def finds(condition: Condition) -> bool:
        return track_id in catalog.search.ids(TrackQuery(conditions=(condition,), model_id=1))

    both = TagName(Category.GENRE, ("",), beginning=True)
    assert finds(HasTag((both,)))
    assert finds(HasTag((both,), (Bounds(low=0.65),)))
    assert finds(HasTag((TagName(Category.GENRE, ("hiphop",)), TagName(Category.GENRE, ("jazz",)))))
    assert not finds(HasTag((TagName(Category.GENRE, ("jazz",)),)))
    assert not finds(HasTag((TagName(Category.GENRE, ("ja",), beginning=True),)))


def test_scores_of_very_many_are_the_newest(
    catalog: Catalog, found: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query_sql, "WIDE", 1)
    query = TrackQuery(conditions=parse("genre:jazz score>0.9", VOCABULARY).conditions, model_id=1)
    reader = catalog.reader()
    for search in (catalog.search, reader.search, reader.search):
        assert search.ids(query) == [found["two"]]
    hear(catalog, 1, found["one"], 0.0, 0.92, 0.0, 0.0)
    for search in (catalog.search, reader.search):
        assert set(search.ids(query)) == {found["one"], found["two"]}
    hear(catalog, 1, found["two"], 0.0, 0.8, 0.0, 0.0)
    for search in (catalog.search, reader.search):
        assert search.ids(query) == [found["one"]]


@pytest.mark.parametrize("known", [0, 5_000])
def test_kept_scores_follow_deletions_and_what_was_taken_back(
    catalog: Catalog, found: dict[str, int], monkeypatch: pytest.MonkeyPatch, known: int
) -> None:
    monkeypatch.setattr(query_sql, "WIDE", 1)
    monkeypatch.setattr(score_changes, "_MOST_KNOWN", known)
    query = TrackQuery(conditions=parse("genre:jazz score>0.3", VOCABULARY).conditions, model_id=1)
    search = catalog.reader().search
    assert set(search.ids(query)) == {found["one"], found["two"]}
    with pytest.raises(CatalogError, match="not stored"):
        _hear_in_vain(catalog, found["one"])
    assert set(search.ids(query)) == {found["one"], found["two"]}
    catalog.places.forget([found["five"], found["two"]])
    assert search.ids(query) == [found["one"]]


def _hear_in_vain(catalog: Catalog, track_id: int) -> None:
    with catalog.transaction():
        hear(catalog, 1, track_id, 0.0, 0.1, 0.0, 0.0)
        raise CatalogError("not stored")


def test_a_decision_lets_no_scores_be_read_again(
    catalog: Catalog, found: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query_sql, "WIDE", 1)
    query = TrackQuery(conditions=parse("genre:jazz score>0.3", VOCABULARY).conditions, model_id=1)
    search = catalog.reader().search
    assert set(search.ids(query)) == {found["one"], found["two"]}
    catalog.decisions.decide(found["two"], Category.GENRE, "Jazz", Verdict.REJECTED)

    def read_again(*_: object) -> Scores:
        raise AssertionError("read again")

    monkeypatch.setattr(score_table, "scores_of", read_again)
    assert search.ids(query) == [found["one"]]


def test_numbers_are_compared_as_they_are(catalog: Catalog) -> None:
    numbers = np.array([-1.5, -0.25, -0.0, 0.0, 6e-8, 0.1, 0.5, 1.0, 65504.0], np.float16)
    rows = [select(literal(i + 1), literal(n.tobytes())) for i, n in enumerate(numbers)]
    with catalog._database.reading() as connection:  # noqa: SLF001 (below what queries can say)
        scores = scores_of(connection, rows[0].union_all(*rows[1:]))
    for edge in (*map(float, numbers), 0.2, -2.0, 0.09998, 1e6):
        for low_in, high_in in product((True, False), repeat=2):
            known = numbers.astype(np.float32)
            limit = np.float32(edge)
            above = known >= limit if low_in else known > limit
            below = known <= limit if high_in else known < limit
            for bounds, fits in ((Bounds(low=edge, low_in=low_in), above),
                                 (Bounds(high=edge, high_in=high_in), below)):  # fmt: skip
                assert list(scores.within([0], [bounds])) == list(np.flatnonzero(fits) + 1)
    assert list(scores.within([0], [Bounds(low=0.4), Bounds(high=0.3)])) == []


def test_without_a_model_nothing_is_suggested_or_scored(
    catalog: Catalog, found: dict[str, int]
) -> None:
    def ids(text: str) -> list[int]:
        return catalog.search.ids(TrackQuery(conditions=parse(text, VOCABULARY).conditions))

    assert ids("genre:jazz") == [found["one"]]
    assert ids("genre:jazz score>0") == []
    assert ids("score>0") == []


def test_years_and_lengths_are_compared(catalog: Catalog) -> None:
    dates = {"a": "1999-05-01", "b": "05/2003", "c": "", "d": "20030501", "e": "2003"}
    files = [file(f"/m/{name}.mp3", date=date) for name, date in dates.items()]
    ids = dict(zip(dates, catalog.tracks.store(files), strict=True))
    hear(catalog, register(catalog), ids["a"], 0.9)  # of 201.5 s

    def names(text: str) -> set[str]:
        query = TrackQuery(conditions=parse(text).conditions)
        return {name for name in ids if ids[name] in catalog.search.ids(query)}

    assert names("year:2003") == {"b", "e"}
    assert names("year<2000") == {"a"}
    assert names("-year>2000") == {"a", "c", "d"}
    assert names("length>3:21") == {"a"}
    assert names("length>3:22") == set()


@pytest.mark.parametrize(
    "text",
    ['"', "\0", "a\0b", '"a""', "genre:*", "genre:%", "title:NEAR(", "\ud800", "path:-", "é"],
)
def test_no_sign_breaks_out_of_its_value(catalog: Catalog, text: str) -> None:
    catalog.tracks.store([file("/m/1.mp3", title=text)])
    for typed in (text, f"-{text}", f"title:{text}", f'album:"{text}'):
        catalog.search.ids(TrackQuery(conditions=read(typed).conditions, model_id=1))


def test_files_that_end_early_or_are_cut_off_are_found(catalog: Catalog) -> None:
    names = ("whole", "early", "unknown", "damaged", "cut")
    ids = dict(zip(names, catalog.tracks.store([file(f"/m/{n}.mp3") for n in names]), strict=True))
    catalog.tracks.heard(ids["whole"], FACTS)
    catalog.tracks.heard(ids["early"], replace(FACTS, promised=220.5))
    catalog.tracks.heard(ids["unknown"], replace(FACTS, promised=0.0))
    catalog.tracks.fail(ids["damaged"], Failure(Reason.DAMAGED, "It is noise."))
    catalog.tracks.fail(ids["cut"], Failure(Reason.CUT_OFF, "It ends in its header."))
    for text, wanted in (
        ("is:short", {"early", "unknown", "cut"}),
        ("is:cut-off", {"early", "unknown", "cut"}),
        ("-is:short", {"whole", "damaged"}),
        ("is:short is:failed", {"cut"}),
    ):
        found = catalog.search.ids(TrackQuery(conditions=parse(text).conditions))
        assert {name for name, track_id in ids.items() if track_id in found} == wanted, text


def test_what_another_program_changed_is_found(catalog: Catalog) -> None:
    [track_id] = catalog.tracks.store([file("/m/1.mp3", genre=("Rock",))])
    catalog.tracks.store([file("/m/1.mp3", size=2, genre=("Pop",))])
    query = TrackQuery(conditions=parse("is:changed").conditions)
    assert catalog.search.ids(query) == [track_id]
    assert catalog.search.counts().changed == 1
    catalog.outside.accept([track_id])
    assert catalog.search.ids(query) == []
    assert catalog.search.counts().changed == 0
