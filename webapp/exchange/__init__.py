"""Out and in for other programs: calendars."""
