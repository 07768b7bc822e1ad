"""Passkeys in a real browser: Chromium's virtual authenticator, at `site.public` only, as a key belongs to a name."""

from base64 import b64encode
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.browser.site import Site
from tests.passkey import Key

USES = 100  # of one device
WITHOUT_LIST = "delete PublicKeyCredential.isConditionalMediationAvailable"


def hold_key(page: Page, key: Key | None = None, *, in_list: bool = False) -> None:
    """A phone whose owner touches it whenever it asks. It holds this key, and can make others. With `in_list` it also
    chooses, without a press, from the list that a browser shows where the address is typed."""
    if not in_list:
        page.add_init_script(WITHOUT_LIST)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    if key is not None:
        key.signed += USES  # each test has a device of its own, and a counter that starts anew is the mark of a copy
        credential = {
            "credentialId": b64encode(key.id).decode(),
            "isResidentCredential": True,
            "rpId": urlsplit(key.origin).hostname,
            "privateKey": key.private_text,
            "userHandle": b64encode(key.user_handle).decode(),
            "signCount": key.signed,
        }
        session.send("WebAuthn.addCredential", {"authenticatorId": made["authenticatorId"], "credential": credential})


def sign_in_with_passkey(page: Page, site: Site, role: str, way: str = "/staff/sign-in") -> None:
    """From a page that leads to the sign-in to where it leads on, with one press. The page comes from
    `open_page(base_url=site.public)`."""
    hold_key(page, site.passkeys[role])
    page.goto(way)
    page.locator(".passkey button").click()
