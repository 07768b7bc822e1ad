"""Ways in for people who do not know the word: what changed in a life, and four short questions."""
