"""The inbox of a team: read, take, answer, note, hand over, merge, close. Only the team that owns a question sees it."""
