"""An address becomes points to choose from: through a geocoder that the operator names, or from our own tables."""
