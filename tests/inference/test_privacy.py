import os
import subprocess
import sys
from pathlib import Path


def test_opening_a_model_leaves_no_trace_in_the_persons_home(
    tiny_model: Path, tmp_path: Path
) -> None:
    code = (
        "import sys; from pathlib import Path;"
        "from tagger_app.inference.session import open_session;"
        "open_session(Path(sys.argv[1]), 'cpu')"
    )
    environment = {k: v for k, v in os.environ.items() if k != "ORT_DISABLE_TELEMETRY"}
    home = tmp_path / "home"
    home.mkdir()
    environment.update(HOME=str(home), XDG_CACHE_HOME=str(home / "cache"))
    command = [sys.executable, "-c", code, str(tiny_model)]
    subprocess.run(command, check=True, env=environment)
    assert list(home.rglob("*")) == []
