"""A resident follows a question with two codes, without an account: reads, adds, takes back, takes along."""
