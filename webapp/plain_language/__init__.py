"""Is a text plain Dutch or English? Says where it is not, and what to do about it."""
