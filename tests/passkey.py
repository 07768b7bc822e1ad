"""A key as an authenticator holds it: answers what a browser would send, and whatever else a test wants to say."""

import hashlib
import json
import secrets
from base64 import b64encode, urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, SAW_OWNER, NEW_KEY = 0x01, 0x04, 0x40  # flags of an authenticator
ORIGIN = "http://localhost"  # of a test client, and of `Site.public`


def text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def data(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Key:
    """`signed` is the counter: 0 for a key that does not count."""

    sees_owner: bool = True
    signed: int = 0
    origin: str = ORIGIN
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    user_handle: bytes = b""

    def create(self, options: dict[str, Any], **other: Any) -> str:
        """The answer to creation_options; `other` replaces what the browser says about it."""
        self.user_handle = data(options["user"]["id"])
        attested = bytes(16) + len(self.id).to_bytes(2) + self.id + self.public
        said = self._said("webauthn.create", options, other)
        statement = {"fmt": "none", "attStmt": {}, "authData": self._data(options["rp"]["id"], NEW_KEY) + attested}
        return self._answer(
            clientDataJSON=text(said), attestationObject=text(cbor2.dumps(statement)), transports=["internal", "?"]
        )

    def sign(self, options: dict[str, Any], *, handle: bytes | None = None, host: str = "", **other: Any) -> str:
        """The answer to request_options."""
        said = self._said("webauthn.get", options, other)
        proof = self._data(host or options["rpId"])
        signature = self.private.sign(proof + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            clientDataJSON=text(said),
            authenticatorData=text(proof),
            signature=text(signature),
            userHandle=text(self.user_handle if handle is None else handle),
        )

    @property
    def public(self) -> bytes:
        """As COSE writes an ES256 key."""
        numbers = self.private.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)})

    @property
    def private_text(self) -> str:
        """PKCS 8 in base64, as Chromium's virtual authenticator takes it."""
        form = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8
        return b64encode(self.private.private_bytes(*form, serialization.NoEncryption())).decode()

    def _said(self, kind: str, options: dict[str, Any], other: dict[str, Any]) -> bytes:
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}
        return json.dumps({**said, **other}).encode()

    def _data(self, host: str, flags: int = 0) -> bytes:
        flags |= PRESENT | (SAW_OWNER if self.sees_owner else 0)
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.signed.to_bytes(4)

    def _answer(self, **response: Any) -> str:
        return json.dumps({"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": response})
