"""A screen that nobody touches: what there is today, large enough to read from a chair."""
