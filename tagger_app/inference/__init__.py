"""Hearing tracks with ONNX models; onnxruntime lives here."""
