"""Properties of the byte-level pieces, over many generated cases."""

from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagger_app.formats import id3_block
from tagger_app.formats.id3_block import Block, HeaderFlags, MalformedTagError
from tagger_app.formats.splice import splice
from tagger_app.formats.values import separated
from tests.formats.files import frame


@given(st.binary(max_size=300), st.integers(0, 300), st.integers(0, 300), st.binary(max_size=300))
def test_splicing_is_what_slicing_says(
    data: bytes, offset: int, length: int, replacement: bytes
) -> None:
    offset = min(offset, len(data))
    length = min(length, len(data) - offset)
    file = BytesIO(data)
    splice(file, offset, length, replacement)
    assert file.getvalue() == data[:offset] + replacement + data[offset + length :]


@pytest.mark.parametrize("change", [-1_500_000, -1, 0, 1, 1_500_000])
def test_splicing_moves_more_than_one_block(change: int) -> None:
    data = bytes(range(251)) * 20_000
    replacement = b"x" * (2_000_000 + change)
    file = BytesIO(data)
    splice(file, 1000, 2_000_000, replacement)
    assert file.getvalue() == data[:1000] + replacement + data[2_001_000:]


@given(st.binary(max_size=200).map(lambda data: data.replace(b"\0", b"\xff")))
def test_unsynchronisation_hides_every_sync_and_is_undone(data: bytes) -> None:
    hidden = id3_block.unsynchronised(data)
    assert not any(a == 0xFF and b >= 0xE0 for a, b in pairwise(hidden))
    assert id3_block.synchronised(hidden) == data


names = st.sampled_from(["TIT2", "TXXX", "APIC", "PRIV", "WXYZ"])
frames_of_any_kind = st.lists(st.tuples(names, st.binary(min_size=1, max_size=200)), min_size=1)


@given(st.sampled_from([3, 4]), frames_of_any_kind, st.booleans())
def test_a_tag_comes_back_as_it_was_rendered(
    version: int, content: list[tuple[str, bytes]], unsynchronised: bool
) -> None:
    flags = HeaderFlags.UNSYNCHRONISED if unsynchronised and version == 3 else HeaderFlags(0)
    block = Block(version, flags)
    block.frames = [block.new_frame(name, body) for name, body in content]
    assert [raw.data for raw in block.frames] == [frame(version, *one) for one in content]
    parsed = id3_block.parse(block.render())
    assert parsed.frames == block.frames
    assert parsed.tail == b""
    assert parsed.render() == block.render()


@given(st.binary(max_size=400))
def test_any_bytes_are_a_tag_or_a_malformed_one(data: bytes) -> None:
    header = b"ID3\x04\0\0" + id3_block.synchsafe(len(data))
    try:
        block = id3_block.parse(header + data)
    except MalformedTagError:
        return
    kept = b"".join(raw.data for raw in block.frames) + block.tail
    assert data.startswith(kept)
    assert not data[len(kept) :].strip(b"\0")


@pytest.mark.parametrize(
    ("field", "texts", "values"),
    [
        ("genre", ["Rock;Pop ; ", "Rock"], ("Rock", "Pop")),
        ("genre", ["R&B/Soul, Funk"], ("R&B/Soul, Funk",)),
        ("mood", ["calm\0dark"], ("calm", "dark")),
        ("provenance", ['{"a": "b; c"}'], ('{"a": "b; c"}',)),
        ("instrument", ["", " ; "], ()),
    ],
)
def test_values_are_separated_only_where_lists_are(
    field: str, texts: list[str], values: tuple[str, ...]
) -> None:
    assert separated(field, texts) == values
