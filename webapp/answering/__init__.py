"""A search in own words answered at once: what it is about, and the best places and activities together."""
