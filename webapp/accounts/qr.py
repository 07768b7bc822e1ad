"""What teaches an app the codes of a member of the staff."""

from typing import Any

from webapp.accounts import library
from webapp.accounts.models import StaffUser
from webapp.core.qr import drawing


def set_up_values(user: StaffUser, secret: str) -> dict[str, Any]:
    """What a page shows to teach an app the codes of this secret."""
    address = library.code_address(secret, user.email)
    return {"address": address, "key": library.code_key(secret), "drawing": drawing(address)}
