"""A second pair of eyes: what waits for the coordinator, and the history of an item with the way back."""
