"""A visitor says that something is not right, and its editor hears it."""
