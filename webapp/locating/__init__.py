"""Where a visitor says to be: a rough spot of the device, a postcode, a street or a neighbourhood."""
