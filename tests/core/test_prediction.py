import pytest

from tagger_app.core.errors import TaggerError
from tagger_app.core.prediction import Coverage


@pytest.mark.parametrize("text", ["full", "chunks:1", "chunks:16"])
def test_a_coverage_reads_what_it_prints(text: str) -> None:
    assert str(Coverage.parse(text)) == text


@pytest.mark.parametrize("text", ["", "chunks", "chunks:0", "chunks:-1", "chunks:x", "all", "8"])
def test_any_other_coverage_is_refused_with_the_remedy(text: str) -> None:
    with pytest.raises(TaggerError, match="chunks:8"):
        Coverage.parse(text)
