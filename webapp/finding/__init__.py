"""The read side: lists, filters, one place, one activity, the map feed."""
