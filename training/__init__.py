"""Training, evaluating, importing and exporting the models of Tagger."""

import os

# As in the program: ONNX Runtime reads this when it is loaded.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
