"""Help when home is not safe: one page, and who is led to it."""
