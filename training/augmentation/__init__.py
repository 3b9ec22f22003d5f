"""What may happen to sound on its way to a network that learns."""
