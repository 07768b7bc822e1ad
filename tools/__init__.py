"""Set-up, starting and checking; nothing in here is needed where the product runs in production."""
