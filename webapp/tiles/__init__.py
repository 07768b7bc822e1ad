"""The picture under the map: tiles of somebody else's map or of a file of our own, always from our own origin."""
