"""Every public state of a place or an activity is kept, with who made it; drafts are versions that wait."""
