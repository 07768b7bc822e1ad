"""Passkeys: signing in with one, and which ones somebody has."""
