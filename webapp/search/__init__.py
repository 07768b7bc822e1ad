"""What somebody types, understood: words, what they mean, and how well a place or activity fits."""
