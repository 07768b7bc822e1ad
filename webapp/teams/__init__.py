"""Teams: who serves what and where, which of them gets a question and why, and when they work."""
