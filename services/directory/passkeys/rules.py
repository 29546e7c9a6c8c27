"""Whether a browser has signed what it was asked to.

The library that checks signatures is loaded by whoever has one to check.
"""

from datetime import timedelta

from services.directory.passkeys.values import Site, Verified

VALID = timedelta(minutes=10)
"""For a challenge."""
MAX_PASSKEYS = 10
"""For one person."""
_NO_RESPONSE = (ValueError, LookupError, RecursionError)
"""What the library lets through where a response is none, beside its own exceptions."""


def registered(site: Site, challenge: bytes, response: str) -> Verified | None:
    """The new passkey, if it signed this challenge here."""
    from webauthn import verify_registration_response
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        found = verify_registration_response(
            credential=response,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, *_NO_RESPONSE):
        return None
    return Verified(found.credential_id, found.sign_count, found.credential_public_key)


def credential_of(response: str) -> bytes:
    """Which passkey claims to have signed; empty if the response is none."""
    from webauthn.helpers import parse_authentication_credential_json
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        return parse_authentication_credential_json(response).raw_id
    except (WebAuthnException, *_NO_RESPONSE):
        return b""


def signed(site: Site, challenge: bytes, response: str, public_key: bytes) -> Verified | None:
    """The passkey, if it signed this challenge here; its counter is not looked at."""
    from webauthn import verify_authentication_response
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        found = verify_authentication_response(
            credential=response,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except (WebAuthnException, *_NO_RESPONSE):
        return None
    return Verified(found.credential_id, found.new_sign_count, public_key)


def may_be_copied(known: int, told: int) -> bool:
    """Whether a counter went back or stood still; devices that do not count always tell 0."""
    return (known > 0 or told > 0) and told <= known
