"""A town inside the page of somebody else, and on a screen in a waiting room."""
