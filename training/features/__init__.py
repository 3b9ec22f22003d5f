"""Systems that learn what to hear from sound without labels; a linear layer judges it."""
