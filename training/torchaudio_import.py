"""Imports torchaudio also where its compiled extension cannot be loaded.

The extension of torchaudio 2.11 is linked against CUDA; beside a CPU build of torch the import
fails with OSError although the transforms used here are plain torch. An inert stand-in for the
module that loads the extension makes the import succeed.
"""

import importlib
import sys
from types import ModuleType

_EXTENSION = "torchaudio._extension"


def _unavailable(*_: object, **__: object) -> None:
    raise RuntimeError("torchaudio's compiled extension is not available with this build of torch.")


def import_torchaudio() -> ModuleType:
    """The torchaudio package with its `transforms` and `functional` modules loaded."""
    try:
        importlib.import_module("torchaudio.transforms")
    except OSError:
        for name in [name for name in sys.modules if name.split(".")[0] == "torchaudio"]:
            del sys.modules[name]
        extension = ModuleType(_EXTENSION)
        extension.__dict__.update(
            _IS_TORCHAUDIO_EXT_AVAILABLE=False,
            _IS_ALIGN_AVAILABLE=False,
            _IS_RIR_AVAILABLE=False,
            fail_if_no_align=lambda function: _unavailable if function is None else function,
            _check_cuda_version=lambda: None,
        )
        sys.modules[_EXTENSION] = extension
        importlib.import_module("torchaudio.transforms")
    return importlib.import_module("torchaudio")
