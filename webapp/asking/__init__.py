"""The question form, the same question as JSON, and the page on which a resident follows it with two codes."""
