"""A demonstration town: made-up times at real-looking places, marked as such everywhere."""
