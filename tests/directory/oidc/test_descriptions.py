"""What the provider says of itself: services go inside, browsers outside."""

import pytest

from services.directory.oidc.rules import (
    description_of,
)
from services.directory.oidc.values import (
    OidcRefused,
    Reason,
)
from tests.directory.oidc.test_claims import ISSUER

ADDRESSES = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/auth",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/certs",
    "end_session_endpoint": f"{ISSUER}/logout",
}
INTERNAL = "http://keycloak:8080/realms/bergkamen/"


def test_services_go_inside_and_browsers_outside() -> None:
    described = description_of(ADDRESSES, ISSUER, INTERNAL)
    assert described.token_address == "http://keycloak:8080/realms/bergkamen/token"
    assert described.keys_address == "http://keycloak:8080/realms/bergkamen/certs"
    assert described.authorization_address == f"{ISSUER}/auth"
    assert described.end_session_address == f"{ISSUER}/logout"


def test_what_the_provider_says_of_its_inside_is_no_use_to_browsers() -> None:
    inside = {name: url.replace(ISSUER, INTERNAL.rstrip("/")) for name, url in ADDRESSES.items()}
    described = description_of(inside | {"issuer": ISSUER}, ISSUER, INTERNAL)
    assert described.authorization_address == f"{ISSUER}/auth"
    assert described.token_address == "http://keycloak:8080/realms/bergkamen/token"


def test_addresses_elsewhere_stay_as_they_are() -> None:
    beside = {**ADDRESSES, "jwks_uri": f"{ISSUER}-2/certs"}
    assert description_of(beside, ISSUER, INTERNAL).keys_address == f"{ISSUER}-2/certs"


@pytest.mark.parametrize("found", [f"{ISSUER}/", "http://keycloak:8080/realms/bergkamen", None])
def test_a_description_of_another_issuer_shows_both(found: str | None) -> None:
    with pytest.raises(OidcRefused) as refusal:
        description_of(ADDRESSES | {"issuer": found}, ISSUER, "")
    assert refusal.value.reason is Reason.WRONG_ISSUER
    assert f'set is "{ISSUER}", the provider says "{found}"' == refusal.value.detail


@pytest.mark.parametrize("document", [None, [], {"issuer": ISSUER}, ADDRESSES | {"jwks_uri": 7}])
def test_what_is_no_description_is_called_so(document: object) -> None:
    with pytest.raises(OidcRefused) as refusal:
        description_of(document, ISSUER, "")
    assert refusal.value.reason is Reason.UNUSABLE
