"""The desk of a coordinator: what is to be done in the town, in cards that the rooms hand in."""
