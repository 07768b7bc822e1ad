"""Everything that the database holds in one sealed file, and back again."""
