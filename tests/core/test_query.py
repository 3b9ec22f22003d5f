import pytest

from tagger_app.core.conditions import (
    Bounds,
    HasStatus,
    HasTag,
    NumberField,
    Status,
    TagName,
    TextField,
    Within,
    Words,
)
from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.query import NO_ALIASES, QueryError, parse, quoted, read
from tagger_app.core.query_hints import Advice
from tagger_app.core.vocabulary import Vocabulary

VOCABULARY = Vocabulary.from_mapping(
    {"genre": {"Hip-Hop": ["rap"], "Jazz": []}, "mood": {"Calm": []}, "instrument": {"Piano": []}}
)
JAZZ = TagName(Category.GENRE, ("jazz",))
CALM = TagName(Category.MOOD, ("calm",))


def test_every_kind_of_condition_is_read() -> None:
    text = (
        'genre:jazz mood:calm score>0.8 -instrument:piano artist:"miles davis" year>1990'
        " status:waiting bare -words"
    )
    assert parse(text, VOCABULARY).conditions == (
        HasTag((JAZZ,)),
        HasTag((CALM,), (Bounds(low=0.8, low_in=False),)),
        HasTag((TagName(Category.INSTRUMENT, ("piano",)),), negated=True),
        Words(TextField.ARTIST, "miles davis", phrase=True),
        Within(NumberField.YEAR, Bounds(low=1990, low_in=False)),
        HasStatus(Status.WAITING),
        Words(TextField.ANY, "bare"),
        Words(TextField.ANY, "words", negated=True),
    )


def test_a_tag_goes_by_all_its_names() -> None:
    [condition] = parse("genre:Rap", VOCABULARY).conditions
    assert condition == HasTag((TagName(Category.GENRE, ("hiphop", "rap")),))
    [anywhere] = parse("tag:calm", VOCABULARY).conditions
    assert isinstance(anywhere, HasTag)
    assert [name.category for name in anywhere.meant] == list(TAG_CATEGORIES)


def test_what_no_vocabulary_knows_is_the_beginning_of_a_tag() -> None:
    def name(text: str) -> TagName:
        [condition] = parse(text, VOCABULARY).conditions
        assert isinstance(condition, HasTag)
        return condition.meant[0]

    assert name("genre:ja") == TagName(Category.GENRE, ("ja",), beginning=True)
    assert name("genre:jazz*") == TagName(Category.GENRE, ("jazz",), beginning=True)
    assert name('genre:"ja"') == TagName(Category.GENRE, ("ja",))


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("length>5:30", Bounds(low=330, low_in=False)),
        ("length<=1:00:00", Bounds(high=3_600)),
        ("year:1990..1999", Bounds(1990, 1999)),
        ("year:1999", Bounds(1999, 1999)),
        ("year:..1999", Bounds(high=1999)),
        ("score>=80%", Bounds(low=0.8)),
        ("score<.5", Bounds(high=0.5, high_in=False)),
        ("score>0,8", Bounds(low=0.8, low_in=False)),
        ("score:0,5..82,5%", Bounds(0.5, 0.825)),
    ],
)
def test_numbers_are_compared(text: str, bounds: Bounds) -> None:
    [condition] = parse(text).conditions
    assert isinstance(condition, Within)
    assert condition.bounds == bounds


@pytest.mark.parametrize(
    ("text", "scored"),
    [
        ("score>0.8 genre:jazz", [1]),
        ("genre:jazz score>0.8 mood:calm", [1, 0]),
        ("genre:jazz night mood:calm score>0.8", [0, 1]),
        ("-genre:jazz score>0.8", [0]),
    ],
)
def test_a_score_belongs_to_the_nearest_tag(text: str, scored: list[int]) -> None:
    conditions = parse(text, VOCABULARY).conditions
    assert [len(c.scores) for c in conditions if isinstance(c, HasTag)] == scored


@pytest.mark.parametrize(
    ("text", "position", "remedy"),
    [
        ("gnre:jazz", 0, "Did you mean genre:jazz"),
        ("night Re:Stacks", 6, '"Re:Stacks"'),
        ("genre:", 0, "Nothing stands after"),
        ("genre:", 0, "genre:jazz"),
        ("is:", 0, "is:review"),
        ("genre:(", 6, 'genre:"("'),
        ("night tag:!!!", 10, "tag:jazz"),
        ("mood:calm)", 5, "Write mood:calm."),
        ("(genre:jazz", 0, "Write genre:jazz."),
        ("genre:jazz AND mood:calm", 11, "leave AND out"),
        ("a OR b", 2, "there is no OR"),
        ("NOT b", 0, "a minus sign"),
        ("year>1990 <2000", 10, "year<2000"),
        ("year:2000..1990", 5, "year:1990..2000"),
        ("score>80", 6, "80%"),
        ("valence>2", 8, "at most"),
        ("length>5:99", 7, "for example, 5:30"),
        ("night score>", 6, "score>0.8"),
        ("score>high", 6, "for example, 0.8"),
        ("score:0.5", 6, "score>0.5"),
        ("year:abc", 5, "for example, 1990"),
        ("title>3", 5, "title:3"),
        ("status:foo", 7, "waiting"),
        ('artist:"miles', 7, "no partner"),
        ("künstler:x", 0, "There is no field “künstler”"),
        ("bpm:120", 0, 'write "bpm:120"'),
        ('bpm:"a b"', 0, 'write "bpm:a b"'),
        ("genre:rock,pop", 6, "there is no OR"),
        ("genre:jazz score > 0.8", 17, "score>0.8"),
        ("mood>0.8", 4, "Write mood:calm score>0.8."),
        ("jazz>0.8", 0, "Write tag:jazz score>0.8."),
        ("genre:jazz>=80%", 6, "Write genre:jazz score>=80%."),
        ("year:1990-1999", 5, "year:1990..1999"),
        ("year:90s", 5, "year:1990..1999"),
        ("year:2010s", 5, "year:2010..2019"),
        ("year>1,990", 5, "for example, 1990"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_remedy(text: str, position: int, remedy: str) -> None:
    with pytest.raises(QueryError) as error:
        parse(text)
    assert error.value.position == position
    assert remedy in str(error.value)


def test_words_that_join_conditions_count_in_every_language_that_is_named() -> None:
    german = {"UND": Advice.AND}
    [problem] = read("jazz UND night", NO_ALIASES, german).problems
    assert (problem.position, problem.hint.advice) == (5, Advice.AND)
    assert "leave UND out" in str(problem)
    assert read('"UND" und', NO_ALIASES, german).problems == ()


@pytest.mark.parametrize(
    "text",
    ["(live)", "and or not", '"AND"', 'genre:"("', "title:(", "artist:!!!", "genre:funk(y)", "<3",
     "year:1990..", "tag:I<3", "score>1", "score>100%", "1 + 1 = 2", ":)", "->"],
)  # fmt: skip
def test_odd_words_are_no_mistakes(text: str) -> None:
    assert read(text).problems == ()


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("gnre:jazz", "genre:jazz"),
        ('gnre:"deep house"', 'genre:"deep house"'),
        ('title>"x y"', 'title:"x y"'),
        ("mood>0.8", "mood:calm score>0.8"),
        ("(genre:jazz", "genre:jazz"),
        ("title>3", "title:3"),
        ("score>=80", "score>=80%"),
        ("year:1990-1999", "year:1990..1999"),
        ("score:1..50", None),
        ("valence>2", None),
        ("bpm:120", None),
    ],
)
def test_what_most_probably_was_meant_can_stand_instead(text: str, right: str | None) -> None:
    [problem] = read(text).problems
    assert problem.hint.right == right
    if right is not None:
        assert read(right).problems == ()


def test_nothing_that_is_typed_raises() -> None:
    full = 'genre:jazz -mood:"very calm" score>=0.8 gnre:x year:1990..1999 length>5:30 "AC/DC" --!'
    for end in range(len(full) + 1):
        read(full[:end], VOCABULARY)
        read(full[end:], VOCABULARY)
    for odd in ("\0", "\ud800", '"', '""', "-", "- -", ":", ":x", ">", "score>1e999", "9" * 5_000):
        read(odd, VOCABULARY)


def test_an_unfinished_query_finds_by_what_is_finished() -> None:
    assert read("night genre:").conditions == (Words(TextField.ANY, "night"),)
    assert read("night score>").conditions == (Words(TextField.ANY, "night"),)
    assert read("night Re:Stacks").conditions == (Words(TextField.ANY, "night"),)
    assert read('night "Re:Stacks"').conditions[1:] == (
        Words(TextField.ANY, "Re:Stacks", phrase=True),
    )
    assert read('artist:"miles da').conditions == (
        Words(TextField.ARTIST, "miles da", phrase=True, begun=True),
    )
    assert read('genre:"deep ho').conditions == (
        HasTag((TagName(Category.GENRE, ("deepho",), beginning=True),)),
    )
    assert read("Artist - Title").conditions == (
        Words(TextField.ANY, "Artist"),
        Words(TextField.ANY, "Title"),
    )


@pytest.mark.parametrize("text", ["“kind of” blue", "„kind of“ blue", "«kind of» blue"])
def test_quotation_marks_that_were_pasted_are_understood(text: str) -> None:
    assert parse(text) == parse('"kind of" blue')
    assert parse('"kind “of” blue"').conditions == (
        Words(TextField.ANY, "kind “of” blue", phrase=True),
    )


def test_a_value_is_quoted_where_it_has_to_be() -> None:
    assert quoted("Jazz") == "Jazz"
    assert quoted("Deep House") == '"Deep House"'
    assert quoted("Drum:Bass") == '"Drum:Bass"'
    for value in ("R&B", "Deep House", "-ism", 'a "b" c'):
        [condition] = parse(f"genre:{quoted(value)}").conditions
        assert isinstance(condition, HasTag)
