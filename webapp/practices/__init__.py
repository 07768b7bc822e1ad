"""GP practices that want an account: their own list of favourites, their own neighbourhood, a poster, a few numbers."""
