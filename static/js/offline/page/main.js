// Draws a page of the town from what the phone keeps, for the address that was asked for.
