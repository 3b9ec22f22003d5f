"""The tags that are why a query finds a track."""

import pytest

from tagger_app.catalog.decisions import Verdict
from tagger_app.core.fields import Category
from tagger_app.core.query import parse
from tagger_app.pipeline.matches import asks_for_tags, matching_tags
from tagger_app.pipeline.review import ReviewTrack
from tagger_app.pipeline.workbench import Workbench
from tests.pipeline.test_review import VOCABULARY, review

JAZZ, ROCK, RAP = ("Jazz", 0.6), ("Rock", 0.9), ("Hip-Hop", 0.1)
Why = list[tuple[str, float | None]]


def why(query: str, track: ReviewTrack) -> Why:
    chips = matching_tags(parse(query, VOCABULARY).conditions, track)
    return [(chip.name, chip.score) for chip in chips]


@pytest.mark.parametrize(
    ("query", "reasons"),
    [
        ("genre:jazz", [JAZZ]),
        ("tag:jazz genre:rock", [JAZZ, ROCK]),
        ("genre:ja*", [JAZZ]),
        ("genre:rock score>0.8", [ROCK]),
        ("genre:hip-hop", []),
        ("mood:jazz", []),
        ("-genre:jazz", []),
        ("jazz", [JAZZ]),
        ("ja", []),
        ('"rock"', [ROCK]),
        ("title:jazz", []),
        ("score>0.8", [ROCK]),
        ("-score>0.8", []),
        ("year>1990", []),
    ],
)
def test_what_is_suggested_is_told_with_its_score(
    query: str, reasons: Why, bench: Workbench
) -> None:
    assert why(query, review(bench)) == reasons


def test_what_the_file_has_and_what_a_person_decided_counts_too(bench: Workbench) -> None:
    tagged = review(bench, in_file=("Polka", "rap"))
    assert why("genre:hip-hop", tagged) == [("rap", 0.1)]
    assert why("genre:pol", tagged) == [("Polka", None)]
    decided = review(
        bench,
        decisions={
            (Category.GENRE, "Rock"): Verdict.REJECTED,
            (Category.GENRE, "Hip-Hop"): Verdict.ACCEPTED,
        },
    )
    assert why("genre:rock", decided) == []
    assert why("genre:hip-hop", decided) == [RAP]


def test_of_many_tags_that_begin_so_those_in_the_range_are_the_reason(bench: Workbench) -> None:
    tagged = review(bench, in_file=("Jazz Standards",))
    assert why("genre:jazz*", tagged) == [("Jazz Standards", None), JAZZ]
    assert why("genre:jazz* score>=60%", tagged) == [JAZZ]
    assert why("genre:jazz* score:0.7..0.9", tagged) == [("Jazz Standards", None), JAZZ]


def test_only_a_query_about_tags_has_tags_for_reasons() -> None:
    def asks(query: str) -> bool:
        return asks_for_tags(parse(query, VOCABULARY).conditions, ("Rock", "Jazz"))

    assert all(map(asks, ("genre:jazz", "night roc", "score<0.5", "valence>0.5", '"jazz"')))
    assert not any(map(asks, ("", "night", "artist:jazz", "-genre:jazz", "year>1990", "is:new")))
