"""Photos of places and activities: taken in, made anew without what a camera adds, and shown."""
