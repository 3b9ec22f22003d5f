"""How good a system is: figures, their confidence, calibration."""
