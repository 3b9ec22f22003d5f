"""How a system learns: the loop, losses, optimizers, schedules, checkpoints."""
