"""How one network learns from published ones and from labels together."""
