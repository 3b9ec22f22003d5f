"""What a student is worth on music it never heard, beside its teachers and a simple baseline."""
