"""Two that are the same: found, judged by a person, made one, and taken apart again."""
