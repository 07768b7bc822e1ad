"""Dichtbij: a resident social map for Dutch municipalities."""
