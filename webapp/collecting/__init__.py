"""Collections: what a coordinator puts together for one situation, in an order, with a word on each."""
