"""What is believed of a token, and what people and operators are told otherwise."""

from typing import Any

import pytest
from joserfc.jwk import ECKey, KeySet, RSAKey

from services.directory.oidc.rules import (
    LOGOUT_EVENT,
    LOGOUT_SECONDS,
    Expected,
    address_of,
    check_id_token,
    check_logout_token,
    shown_name,
    subject_of,
    suggested_roles,
    verified,
)
from services.directory.oidc.values import (
    TEXTS,
    OidcRefused,
    Reason,
    RolesGiven,
    SuggestedRoles,
)
from shared.clock import SystemClock
from tests.directory.oidc.provider import ScriptedProvider, confused, unsigned

NOW = 1_800_000_000
ISSUER = "https://anmeldung.bergkamen.example/realms/bergkamen"
EXPECTED = Expected(ISSUER, "knotenpunkt", 120)
ID_TOKEN: dict[str, Any] = {
    "iss": ISSUER,
    "aud": "knotenpunkt",
    "sub": "5f0c",
    "iat": NOW,
    "exp": NOW + 300,
    "nonce": "n",
}
LOGOUT: dict[str, Any] = {
    "iss": ISSUER,
    "aud": "knotenpunkt",
    "iat": NOW,
    "exp": NOW + 120,
    "jti": "j",
    "sub": "5f0c",
    "events": {LOGOUT_EVENT: {}},
}


def refused(**claims: Any) -> OidcRefused:
    """Why an id_token with these claims, without those that are None, is not believed."""
    told = {name: value for name, value in (ID_TOKEN | claims).items() if value is not None}
    with pytest.raises(OidcRefused) as refusal:
        check_id_token(told, EXPECTED, "n", NOW)
    return refusal.value


def refused_logout(header: dict[str, Any] | None = None, **claims: Any) -> OidcRefused:
    told = {name: value for name, value in (LOGOUT | claims).items() if value is not None}
    with pytest.raises(OidcRefused) as refusal:
        check_logout_token(header or {"typ": "logout+jwt"}, told, EXPECTED, NOW)
    return refusal.value


@pytest.mark.parametrize("name", ["iss", "aud", "sub", "exp", "iat", "nonce"])
def test_a_missing_claim_is_named(name: str) -> None:
    refusal = refused(**{name: None})
    assert (refusal.reason, refusal.claims) == (Reason.CLAIM_MISSING, (name,))
    assert refusal.text.endswith(f"fehlt eine Angabe. Betroffen: {name}.")


@pytest.mark.parametrize(
    ("claims", "reason", "name"),
    [
        ({"aud": "another"}, Reason.CLAIM_WRONG, "aud"),
        ({"aud": ["another"]}, Reason.CLAIM_WRONG, "aud"),
        ({"aud": []}, Reason.CLAIM_WRONG, "aud"),
        ({"aud": {"knotenpunkt": 1}}, Reason.CLAIM_WRONG, "aud"),
        ({"aud": ["knotenpunkt", "another"]}, Reason.CLAIM_MISSING, "azp"),
        ({"aud": ["knotenpunkt", "another"], "azp": "another"}, Reason.CLAIM_WRONG, "azp"),
        ({"azp": "another"}, Reason.CLAIM_WRONG, "azp"),
        ({"nonce": "m"}, Reason.CLAIM_WRONG, "nonce"),
        ({"nonce": ["n"]}, Reason.CLAIM_WRONG, "nonce"),
        ({"nonce": "ö"}, Reason.CLAIM_WRONG, "nonce"),
        ({"sub": ""}, Reason.CLAIM_WRONG, "sub"),
        ({"sub": 7}, Reason.CLAIM_WRONG, "sub"),
        ({"iss": ["x"]}, Reason.WRONG_ISSUER, "iss"),
        ({"iat": "now"}, Reason.CLAIM_WRONG, "iat"),
        ({"exp": float("nan")}, Reason.CLAIM_WRONG, "exp"),
    ],
)
def test_a_wrong_claim_is_named(claims: dict[str, Any], reason: Reason, name: str) -> None:
    refusal = refused(**claims)
    assert (refusal.reason, refusal.claims) == (reason, (name,))


def test_one_of_several_audiences_is_enough_if_the_token_was_made_for_us() -> None:
    claims = ID_TOKEN | {"aud": ["account", "knotenpunkt"], "azp": "knotenpunkt"}
    check_id_token(claims, EXPECTED, "n", NOW)


@pytest.mark.parametrize("issuer", [f"{ISSUER}/", ISSUER.upper(), "http://internal:8080"])
def test_another_issuer_is_refused_and_both_are_shown_in_quotes(issuer: str) -> None:
    refusal = refused(iss=issuer)
    assert refusal.reason is Reason.WRONG_ISSUER
    assert f'"{ISSUER}"' in refusal.detail
    assert f'"{issuer}"' in refusal.detail


@pytest.mark.parametrize("seconds", [-120, 0, 120])
def test_two_minutes_of_clock_skew_are_forgiven(seconds: int) -> None:
    moved = {name: ID_TOKEN[name] + seconds for name in ("iat", "exp")}
    check_id_token(ID_TOKEN | moved | {"nbf": NOW + seconds}, EXPECTED, "n", NOW)
    check_id_token(ID_TOKEN | {"exp": NOW - 119}, EXPECTED, "n", NOW)


@pytest.mark.parametrize("name", ["iat", "nbf"])
def test_more_skew_is_called_so(name: str) -> None:
    refusal = refused(**{name: NOW + 121})
    assert (refusal.reason, refusal.claims) == (Reason.CLOCK_DIFFERS, (name,))


def test_an_expired_token_is_called_so() -> None:
    assert refused(exp=NOW - 120).reason is Reason.EXPIRED


def test_no_value_of_a_claim_is_ever_told() -> None:
    for claims in ({"sub": 7}, {"nonce": "geheim"}, {"aud": "geheim"}, {"azp": "geheim"}):
        told = refused(**claims)
        assert "geheim" not in f"{told} {told.text} {told.detail}"


def test_every_reason_has_a_text() -> None:
    assert set(TEXTS) == set(Reason)


def test_a_logout_of_a_person_or_of_a_session_is_believed() -> None:
    check_logout_token({"typ": "logout+jwt"}, LOGOUT, EXPECTED, NOW)
    only_sid = {name: value for name, value in LOGOUT.items() if name != "sub"} | {"sid": "s"}
    check_logout_token({"typ": "JWT"}, only_sid, EXPECTED, NOW)
    check_logout_token({}, only_sid, EXPECTED, NOW)


@pytest.mark.parametrize(
    ("claims", "reason", "name"),
    [
        ({"iss": None}, Reason.CLAIM_MISSING, "iss"),
        ({"iss": f"{ISSUER}/"}, Reason.WRONG_ISSUER, "iss"),
        ({"aud": "another"}, Reason.CLAIM_WRONG, "aud"),
        ({"iat": None}, Reason.CLAIM_MISSING, "iat"),
        ({"iat": NOW + 121}, Reason.CLOCK_DIFFERS, "iat"),
        ({"exp": NOW - 121}, Reason.EXPIRED, "exp"),
        ({"exp": None, "iat": NOW - LOGOUT_SECONDS - 121}, Reason.EXPIRED, "iat"),
        ({"exp": NOW + 9999999, "iat": NOW - LOGOUT_SECONDS - 121}, Reason.EXPIRED, "iat"),
        ({"jti": None}, Reason.CLAIM_MISSING, "jti"),
        ({"jti": 7}, Reason.CLAIM_WRONG, "jti"),
        ({"events": None}, Reason.CLAIM_MISSING, "events"),
        ({"events": {"another": {}}}, Reason.CLAIM_WRONG, "events"),
        ({"events": {LOGOUT_EVENT: True}}, Reason.CLAIM_WRONG, "events"),
        ({"events": [LOGOUT_EVENT]}, Reason.CLAIM_WRONG, "events"),
        ({"nonce": "n"}, Reason.CLAIM_WRONG, "nonce"),
        ({"sub": None}, Reason.CLAIM_MISSING, "sub"),
    ],
)
def test_another_token_ends_no_session(claims: dict[str, Any], reason: Reason, name: str) -> None:
    refusal = refused_logout(**claims)
    assert (refusal.reason, refusal.claims[0]) == (reason, name)


def test_a_token_of_another_type_ends_no_session() -> None:
    assert refused_logout({"typ": "at+jwt"}).claims == ("typ",)


def test_an_id_token_ends_no_session() -> None:
    with pytest.raises(OidcRefused):
        check_logout_token({"typ": "JWT"}, ID_TOKEN | {"jti": "j"}, EXPECTED, NOW)


PATH = ("resource_access", "knotenpunkt", "roles")


def nested(value: Any) -> dict[str, Any]:
    return {"resource_access": {"knotenpunkt": {"roles": value}}}


@pytest.mark.parametrize(
    ("claims", "given", "names"),
    [
        (nested(["coordinator", "worker"]), RolesGiven.LISTED, ("coordinator", "worker")),
        (nested(["worker", "worker"]), RolesGiven.LISTED, ("worker",)),
        (nested("coordinator"), RolesGiven.LISTED, ("coordinator",)),
        (nested([]), RolesGiven.LISTED, ()),
        (nested({"a": 1}), RolesGiven.UNREADABLE, ()),
        (nested([1]), RolesGiven.UNREADABLE, ()),
        (nested(None), RolesGiven.UNREADABLE, ()),
        ({"resource_access": {}}, RolesGiven.MISSING, ()),
        ({"resource_access": "text"}, RolesGiven.MISSING, ()),
        ({}, RolesGiven.MISSING, ()),
        ({"_claim_names": {"resource_access": "src1"}}, RolesGiven.OVERAGE, ()),
        ({"hasgroups": "true"}, RolesGiven.OVERAGE, ()),
        ({"hasgroups": True}, RolesGiven.OVERAGE, ()),
        (nested([str(number) for number in range(201)]), RolesGiven.OVERAGE, ()),
    ],
)
def test_roles_are_suggested_or_it_is_said_why_not(
    claims: dict[str, Any], given: RolesGiven, names: tuple[str, ...]
) -> None:
    assert suggested_roles(claims, PATH) == SuggestedRoles(given, names)


def test_a_dot_belongs_to_the_name_of_a_claim() -> None:
    claims = {"https://bergkamen.example/rollen": ["worker"], "a": {"b": ["carrier"]}}
    assert suggested_roles(claims, ("https://bergkamen.example/rollen",)).names == ("worker",)
    assert suggested_roles(claims, ("a.b",)).given is RolesGiven.MISSING
    assert suggested_roles(claims, ()).given is RolesGiven.MISSING


def test_roles_nobody_knows_are_told_apart() -> None:
    suggested = SuggestedRoles(RolesGiven.LISTED, ("coordinator", "uma_authorization"))
    assert suggested.known({"coordinator", "worker"}) == ("coordinator",)
    assert suggested.unknown({"coordinator", "worker"}) == ("uma_authorization",)


@pytest.mark.parametrize(
    ("claims", "name", "address"),
    [
        ({"name": "Marlene B.", "upn": "mb@example.org"}, "Marlene B.", None),
        ({"given_name": "Marlene", "family_name": "B."}, "Marlene B.", None),
        ({"preferred_username": "mb", "email": "mb@example.org"}, "mb", "mb@example.org"),
        ({"unique_name": "HAUS\\mb"}, "HAUS\\mb", None),
        ({"upn": "mb@haus.example"}, "mb@haus.example", None),
        ({"name": "A\x00", "email": "nothing"}, "", None),
        ({"name": ["x"], "email": ["a@b.de"]}, "", None),
    ],
)
def test_a_name_is_shown_and_only_email_is_an_address(
    claims: dict[str, Any], name: str, address: str | None
) -> None:
    assert (shown_name(claims), address_of(claims)) == (name, address)


def test_the_subject_may_be_another_claim_that_must_be_there() -> None:
    assert subject_of({"sub": "s", "objectguid": "g"}, "objectguid") == "g"
    for claims in ({"sub": "s"}, {"objectguid": ""}, {"objectguid": ["g"]}):
        with pytest.raises(OidcRefused) as refusal:
            subject_of(claims, "objectguid")
        assert refusal.value.claims == ("objectguid",)


def test_nothing_but_a_signature_of_the_provider_is_believed() -> None:
    provider = ScriptedProvider(1, SystemClock())
    token = provider.id_token("n")
    assert verified(token, KeySet(list(provider.keys))).claims["nonce"] == "n"
    changed = token.replace(".", ".A", 1)
    stranger = ScriptedProvider(1, SystemClock()).id_token("n")
    key = provider.keys[0]
    assert isinstance(key, RSAKey)
    shared = confused(ID_TOKEN, key.as_pem(private=False))
    for forged in (changed, stranger, shared, unsigned(ID_TOKEN), "x", "a.b.c", ""):
        with pytest.raises(OidcRefused) as refusal:
            verified(forged, KeySet(list(provider.keys)))
        assert refusal.value.reason is Reason.UNREADABLE


def test_elliptic_curves_are_fine() -> None:
    provider = ScriptedProvider(1, SystemClock())
    provider.signing = ECKey.generate_key("P-256", {"kid": "one"})
    provider.header["alg"] = "ES256"
    assert verified(provider.id_token("n"), KeySet([provider.signing])).claims["nonce"] == "n"
