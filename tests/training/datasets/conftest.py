"""The sound every small data set is made of."""

import pytest

from tagger_app.audio.encode import write_audio
from tests.samples import tone


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("sound") / "tone.wav"
    write_audio(path, tone(0.2, 8_000, channels=1), 8_000)
    return path.read_bytes()
