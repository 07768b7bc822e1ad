"""Words of a town: what they mean there, beside what was searched for in vain."""
