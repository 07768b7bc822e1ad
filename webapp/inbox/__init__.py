"""The inbox of a team: read, take, answer, note, hand over, merge, close. Nobody but its team sees a question."""
