"""Municipality, neighbourhood (CBS wijk and buurt) and postcode: where things are and whose they are."""
