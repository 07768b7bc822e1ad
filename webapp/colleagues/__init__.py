"""Who works for whom: organisations with their editors, and the colleagues of a town."""
