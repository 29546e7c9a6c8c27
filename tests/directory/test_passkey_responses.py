"""What calls itself a passkey and is none is refused, and is no fault of ours."""

import json

import pytest
from webauthn.helpers import bytes_to_base64url, encode_cbor

from services.directory.passkeys.rules import credential_of, registered, signed
from services.directory.passkeys.values import Site
from tests.directory.authenticator import ATTESTED, PRESENT, VERIFIED, Authenticator

SITE = Site("kp.example", "https://kp.example")
CHALLENGE = bytes(32)
KEY = bytes.fromhex(f"a5010203262001215820{'11' * 32}225820{'22' * 32}")
"""Of no device."""


def with_key(public: bytes) -> str:
    """A new passkey that brings this as its key."""
    device = Authenticator(SITE.origin, SITE.rp_id)
    flags = PRESENT | VERIFIED | ATTESTED
    about = device._told(ATTESTED)[:32] + bytes([flags]) + bytes(4 + 16) + b"\x00\x04AAAA" + public
    said = encode_cbor({"fmt": "none", "attStmt": {}, "authData": about})
    client = {"type": "webauthn.create", "challenge": bytes_to_base64url(CHALLENGE)}
    return Authenticator._sent(
        b"AAAA",
        clientDataJSON=json.dumps(client | {"origin": SITE.origin}).encode(),
        attestationObject=said,
    )


@pytest.mark.parametrize(
    "response",
    [
        pytest.param("[" * 10_000, id="deep"),
        "[]",
        "null",
        '{"id": 1}',
        pytest.param(with_key(encode_cbor({})), id="empty key"),
        pytest.param(with_key(encode_cbor({1: 2})), id="half a key"),
        pytest.param(with_key(b"\x81" * 1200), id="deep key"),
    ],
)
def test_it_is_refused(response: str) -> None:
    assert registered(SITE, CHALLENGE, response) is None
    assert credential_of(response) in (b"", b"AAAA")
    assert signed(SITE, CHALLENGE, response, KEY) is None
