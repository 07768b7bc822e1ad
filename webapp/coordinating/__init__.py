"""What a coordinator sees and sets: who serves what and where, and which question goes to whom. Never a question."""
