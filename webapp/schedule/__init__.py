"""One engine for time: opening hours become slots; everything that says "open" reads the slots."""
