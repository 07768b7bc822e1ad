"""What is wrong with an address, in sentences."""

from webapp.core.words import _


def complaint(reason: str) -> str:
    return {
        "address": _("We cannot read this address. Copy it from the address bar, such as https://www.library.example."),
        "https": _("The site has to begin with https://, or its pages cannot be trusted."),
        "many": _("There are 50 sites already. Take one away first."),
        "name": _("Say whose site it is, so that you know it later."),
    }[reason]
