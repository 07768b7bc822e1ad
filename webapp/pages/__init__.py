"""Statements, the choice of a town, health, and what the ecosystem expects at fixed addresses."""
