"""Something at a place, elsewhere or online, at certain times."""
