"""A sudden change: deferred, moved, cut, cancelled; and who gets word of it."""
