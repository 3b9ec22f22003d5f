# ruff: noqa: INP001, S603 (a script of its own, which starts the tools of this environment)
"""Bring the icons up to date with what the window names: `pip install -e .[icons]`, then this.

Of the Phosphor font, which QtAwesome ships, `resources/icons/phosphor.ttf` has those icons alone
whose names stand in the window's code, and `phosphor.json` tells where in the font each of them is.
"""

import ast
import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ICONS = ROOT / "resources" / "icons"
VERSION = "1.3.0"


def main() -> None:
    """Write both files."""
    found = find_spec("qtawesome")
    if found is None or not found.submodule_search_locations:
        sys.exit("QtAwesome is not here. Install it: pip install -e .[icons]")
    fonts = Path(found.submodule_search_locations[0]) / "fonts"
    names = json.loads((fonts / f"phosphor-charmap-{VERSION}.json").read_text())
    used = {word: int(names[word], 16) for word in sorted(words() & names.keys())}
    (ICONS / "phosphor.json").write_text(json.dumps(used, indent=1) + "\n")
    subprocess.run(
        [
            str(Path(sys.executable).parent / "pyftsubset"),
            str(fonts / f"phosphor-{VERSION}.ttf"),
            "--unicodes=" + ",".join(f"{point:x}" for point in used.values()),
            f"--output-file={ICONS / 'phosphor.ttf'}",
        ],
        check=True,
    )


def words() -> set[str]:
    """All texts in the window's code; most are no icons' names."""
    return {
        node.value
        for path in (ROOT / "tagger_app" / "ui").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


if __name__ == "__main__":
    main()
