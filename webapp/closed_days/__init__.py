"""Days on which the whole town is closed, the holidays that count there, and its school breaks."""
