"""Hearing tracks with ONNX models; onnxruntime lives here."""

import os

# What a person listens with stays on their computer. ONNX Runtime reads this when it is loaded.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
