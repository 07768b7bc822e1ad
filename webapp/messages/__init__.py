"""Mail that goes out: kept sealed, delivered at least once, recorded before and after, forgotten in time."""
