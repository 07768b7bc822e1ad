"""Passwords and keys of codes are hard to guess as each takes long; here, with thousands of them, it is short."""

from passlib.totp import AppWallet

from webapp.accounts import library

STRENGTH_OF_THE_PRODUCT = dict(library.ARGON2)


def make_it_short() -> None:
    """Before an application is made."""
    library.ARGON2.update(argon2__memory_cost=64, argon2__time_cost=1)
    AppWallet.encrypt_cost = 1
