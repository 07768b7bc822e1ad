"""Organisations and their places: facts once, texts per language."""
