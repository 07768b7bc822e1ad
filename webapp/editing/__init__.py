"""Staff keep places and activities true: find, change, translate, review, look back."""
