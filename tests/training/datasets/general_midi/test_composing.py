"""Pieces follow from their seed, are valid MIDI, and have the instruments they say."""

import struct

import pytest

from training.datasets.general_midi.composing import Piece, compose
from training.datasets.general_midi.midi_file import Event, midi_file, note_off, note_on
from training.datasets.general_midi.programs import DRUM_CHANNEL, KNOWN_TAGS, PROGRAMS
from training.distillation.recipes import INSTRUMENTS

SECONDS = 12.0
PIECES = [compose(3, number, SECONDS) for number in range(60)]

Message = tuple[int, int, int, int]
"""Ticks from the beginning, status byte, first and second data byte."""


def messages(data: bytes) -> tuple[list[Message], int]:
    """The channel messages of a file of one track, and where the track ends in ticks."""
    kind, length, form, tracks, division = struct.unpack(">4sIHHH", data[:14])
    assert (kind, length, form, tracks, division) == (b"MThd", 6, 0, 1, 480)
    assert struct.unpack(">4sI", data[14:22]) == (b"MTrk", len(data) - 22)
    found: list[Message] = []
    place, now = 22, 0
    while place < len(data):
        delta = 0
        while data[place] & 0x80:
            delta = delta << 7 | data[place] & 0x7F
            place += 1
        now += delta << 7 | data[place]
        status = data[place + 1]
        if status == 0xFF:
            if data[place + 2] == 0x2F:
                assert place + 4 == len(data)
                return found, now
            place += 4 + data[place + 3]
        elif status & 0xF0 == 0xC0:
            found.append((now, status, data[place + 2], 0))
            place += 3
        else:
            found.append((now, status, data[place + 2], data[place + 3]))
            place += 4
    pytest.fail("The track has no end.")


def file_of(piece: Piece) -> bytes:
    events = [event for part in piece.parts for event in part.events(0.0)]
    return midi_file(events, piece.seconds)


def test_long_waits_are_written_in_seven_bits_a_byte() -> None:
    data = midi_file([Event(0.0, note_on(0, 60, 90)), Event(30.0, note_off(0, 60))], 40.0)
    assert messages(data) == ([(0, 0x90, 60, 90), (28_800, 0x80, 60, 0)], 38_400)


@pytest.mark.parametrize("number", range(0, 60, 6))
def test_a_piece_plays_the_instruments_it_names(number: int) -> None:
    piece = PIECES[number]
    found, end = messages(file_of(piece))
    changes = {(status & 0x0F, first) for _, status, first, _ in found if status & 0xF0 == 0xC0}
    named = {(DRUM_CHANNEL if part.program.kit else 0, part.program.number) for part in piece.parts}
    assert changes == named
    assert end >= SECONDS * 960


@pytest.mark.parametrize("number", range(60))
def test_every_note_begins_in_the_piece_and_ends(number: int) -> None:
    for part in PIECES[number].parts:
        found, _ = messages(midi_file(part.events(0.0), SECONDS))
        sounding: set[int] = set()
        for now, status, pitch, velocity in found:
            if status & 0xF0 == 0x90:
                assert pitch not in sounding
                assert 0 < velocity < 128
                assert now < SECONDS * 960
                sounding.add(pitch)
            elif status & 0xF0 == 0x80:
                sounding.discard(pitch)
        assert not sounding


def test_a_seed_gives_the_same_pieces_and_another_seed_others() -> None:
    assert compose(3, 7, SECONDS) == PIECES[7]
    assert compose(4, 7, SECONDS) != PIECES[7]
    assert len({file_of(piece) for piece in PIECES}) == len(PIECES)


def test_notes_lie_in_the_range_of_their_instrument() -> None:
    for piece in PIECES:
        for part in piece.parts:
            if not part.program.kit:
                low, high = part.program.low - 12, part.program.high + 12
                assert all(low <= note.pitch <= high for note in part.notes), part.program.name


def test_pieces_of_many_seeds_have_every_instrument_a_student_learns() -> None:
    pieces = (compose(0, number, 6.0) for number in range(500))
    heard = {tag for piece in pieces for part in piece.parts for tag in part.program.tags}
    unsung = {"Voice", "Female Voice", "Male Voice", "Keyboard"}
    assert set(INSTRUMENTS) - heard == unsung
    assert unsung < KNOWN_TAGS


def test_no_instrument_is_both_sure_and_unsure_of_a_tag() -> None:
    for program in PROGRAMS.values():
        assert not set(program.tags) & set(program.unsure), program.name
