"""Writes Standard MIDI Files 1.0, format 0."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass

TICKS_PER_SECOND = 960
_DIVISION = 480  # ticks per quarter note; two quarter notes a second below
_TEMPO = bytes((0xFF, 0x51, 3)) + (500_000).to_bytes(3, "big")
_END = bytes((0xFF, 0x2F, 0))


@dataclass(frozen=True, slots=True)
class Event:
    """A channel message at a time in seconds. Messages of equal time keep their order."""

    time: float
    message: bytes


def note_on(channel: int, pitch: int, velocity: int) -> bytes:
    """A note begins; velocity 1…127."""
    return bytes((0x90 | channel, pitch, velocity))


def note_off(channel: int, pitch: int) -> bytes:
    """A note ends."""
    return bytes((0x80 | channel, pitch, 0))


def control(channel: int, number: int, value: int) -> bytes:
    """A controller such as volume (7), pan (10) or reverb (91)."""
    return bytes((0xB0 | channel, number, value))


def program_change(channel: int, program: int) -> bytes:
    """The channel's instrument, counted from 0."""
    return bytes((0xC0 | channel, program))


def midi_file(events: Iterable[Event], seconds: float) -> bytes:
    """The bytes of a file that lasts at least `seconds`."""
    track = bytearray(b"\x00" + _TEMPO)
    now = 0
    for event in sorted(events, key=lambda event: event.time):
        ticks = max(round(event.time * TICKS_PER_SECOND), 0)
        track += _variable_length(ticks - now) + event.message
        now = ticks
    track += _variable_length(max(round(seconds * TICKS_PER_SECOND) - now, 0)) + _END
    header = struct.pack(">4sIHHH", b"MThd", 6, 0, 1, _DIVISION)
    return header + struct.pack(">4sI", b"MTrk", len(track)) + bytes(track)


def _variable_length(value: int) -> bytes:
    """Seven bits a byte, the highest first, all but the last with bit 7 set."""
    groups = [value & 0x7F]
    while value := value >> 7:
        groups.append(value & 0x7F | 0x80)
    return bytes(reversed(groups))
