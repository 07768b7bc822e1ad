"""What a town sets for itself: closed days, the home page, words of search, the form, its colours and its logo."""
