"""The words by which things are found: themes, kinds, groups, attributes, topics."""
