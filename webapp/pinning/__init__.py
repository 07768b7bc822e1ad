"""The pin of a place or an activity: dragged on the map, found by an address, or typed."""
