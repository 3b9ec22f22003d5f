"""The table of data sets, by the names the command line knows."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from training.datasets import (
    audioset,
    catalog_export,
    deam,
    emotify_ratings,
    fma,
    folders,
    gtzan,
    irmas,
    jamendo,
    listed,
    magnatagatune,
    mirex,
    msd,
    nsynth,
    openmic,
    tinysol,
)
from training.datasets.recording import DataSet

Read = Callable[[Path], DataSet]


@dataclass(frozen=True, slots=True)
class Reader:
    """How one data set is read: from the folder, or file, that holds it."""

    read: Read
    title: str

    @property
    def layout(self) -> str:
        """What the folder must look like."""
        return (sys.modules[self.read.__module__].__doc__ or "").strip()


READERS: Mapping[str, Reader] = {
    "audioset": Reader(audioset.read, "AudioSet, segments with musical tags"),
    "catalog": Reader(catalog_export.read, "the app's catalog, exported as JSON"),
    "deam": Reader(deam.read, "DEAM and alike, valence and arousal per song"),
    "emotify": Reader(emotify_ratings.read, "Emotify, nine emotions and four genres"),
    "fma-full": Reader(fma.read_full, "FMA full, whole tracks, all genres"),
    "fma-large": Reader(fma.read_large, "FMA large, all genres"),
    "fma-medium": Reader(fma.read_medium, "FMA medium, 16 top genres"),
    "fma-small": Reader(fma.read_small, "FMA small, 8 top genres"),
    "folders": Reader(folders.read, "a folder tree whose folders are the labels"),
    "gtzan": Reader(gtzan.read, "GTZAN, all 1,000 excerpts without a split"),
    "gtzan-filtered": Reader(gtzan.read_filtered, "GTZAN, fault-filtered split"),
    "irmas": Reader(irmas.read, "IRMAS, predominant instruments"),
    "jamendo-genre": Reader(jamendo.read_genre, "MTG-Jamendo, genres"),
    "jamendo-instrument": Reader(jamendo.read_instrument, "MTG-Jamendo, instruments"),
    "jamendo-moodtheme": Reader(jamendo.read_mood_theme, "MTG-Jamendo, moods and themes"),
    "jamendo-top50": Reader(jamendo.read_top_50, "MTG-Jamendo, 50 most frequent tags"),
    "magnatagatune": Reader(magnatagatune.read, "MagnaTagATune, 50 most frequent tags"),
    "manifest": Reader(listed.read, "a CSV manifest of clips"),
    "mirex-k-pop": Reader(mirex.read_k_pop, "MIREX K-pop genres"),
    "mirex-latin": Reader(mirex.read_latin, "MIREX Latin genres"),
    "mirex-us-pop": Reader(mirex.read_us_pop, "MIREX US pop genres"),
    "msd": Reader(msd.read, "Million Song Dataset, 50 most frequent tags of Last.fm"),
    "nsynth": Reader(nsynth.read, "NSynth, instrument families of single notes"),
    "openmic": Reader(openmic.read, "OpenMIC-2018, instruments, partly known"),
    "tinysol": Reader(tinysol.read, "TinySOL, instruments of single notes"),
}
