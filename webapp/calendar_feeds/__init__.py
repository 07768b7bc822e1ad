"""Pages of a town with a calendar of another program: fetched, looked at, taken over."""
