"""Music for the ears: a player fed by a decoding child process."""
