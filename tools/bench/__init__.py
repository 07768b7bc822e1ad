"""`make bench`: how fast, how light and how small the product is, as ratios to known programs in the same run."""
