"""From the sign-in page to the provider and back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import structlog
from prometheus_client import REGISTRY
from sqlalchemy import delete, func, select

from services.directory.oidc import queries, use_cases
from services.directory.oidc.models import flows, registrations
from services.directory.oidc.values import (
    BROWSER_SECONDS,
    OidcRefused,
    Reason,
    Returned,
    RolesGiven,
)
from tests.directory.oidc.conftest import Desk
from tests.directory.oidc.provider import SUBJECT, unsigned

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def refused(desk: Desk, returned: Returned | None = None) -> OidcRefused:
    with pytest.raises(OidcRefused) as refusal:
        await use_cases.complete(desk.here, returned or await desk.returned())
    return refusal.value


async def test_the_question_is_one_that_only_we_can_have_answered(desk: Desk) -> None:
    begun = await desk.begin()
    asked = {name: values[0] for name, values in parse_qs(urlsplit(begun.address).query).items()}
    assert {name: asked[name] for name in ("response_type", "response_mode", "scope")} == {
        "response_type": "code",
        "response_mode": "query",
        "scope": "openid profile email",
    }
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == "http://knotenpunkt.test/directory/oidc/zurueck"
    assert all(len(asked[name]) >= 43 for name in ("state", "nonce", "code_challenge"))
    assert len(begun.browser) == 43


async def test_somebody_signs_in(desk: Desk) -> None:
    desk.provider.claims = {"resource_access": {"knotenpunkt": {"roles": ["coordinator"]}}}
    person = await desk.sign_in("/trainings/aufgaben?seite=2")
    assert (person.issuer, person.subject, person.sub) == (desk.provider.issuer, SUBJECT, SUBJECT)
    assert (person.idp_sid, person.shown_name) == ("session-at-the-provider", "Marlene Brüggemann")
    assert (person.address, person.target) == (
        "marlene@bergkamen.example",
        "/trainings/aufgaben?seite=2",
    )
    assert person.roles.names == ("coordinator",)
    assert {"sub", "nonce", "resource_access"} <= set(person.claims)
    assert "Marlene" not in repr(person)
    assert person.id_token not in repr(person)


async def test_two_tabs_of_a_browser_both_arrive(desk: Desk) -> None:
    first = await desk.begin("/a")
    second = await desk.begin("/b", first.browser)
    assert second.browser == first.browser
    for begun, target in ((second, "/b"), (first, "/a")):
        code, state = desk.provider.grant(begun.address)
        returned = Returned(state=state, browser=first.browser, code=code)
        assert (await use_cases.complete(desk.here, returned)).target == target


async def test_an_answer_is_used_once(desk: Desk) -> None:
    returned = await desk.returned()
    await use_cases.complete(desk.here, returned)
    assert (await refused(desk, returned)).reason is Reason.FLOW_UNKNOWN


async def test_an_answer_belongs_to_the_browser_that_asked(desk: Desk) -> None:
    returned = await desk.returned()
    for other in ("", "x" * 43):
        stolen = replace(returned, browser=other)
        assert (await refused(desk, stolen)).reason is Reason.FLOW_UNKNOWN
    await use_cases.complete(desk.here, returned)


async def test_an_answer_comes_in_time(desk: Desk) -> None:
    returned = await desk.returned()
    desk.house.clock.forward(timedelta(seconds=BROWSER_SECONDS + 1))
    assert (await refused(desk, returned)).reason is Reason.FLOW_UNKNOWN


async def test_what_nobody_finished_is_forgotten(desk: Desk) -> None:
    await desk.begin()
    desk.house.clock.forward(timedelta(hours=1, seconds=1))
    await desk.begin()
    async with desk.here.database.transaction() as uow:
        await use_cases.forget(uow)
        assert await uow.session.scalar(select(func.count()).select_from(flows)) == 1


async def test_a_flow_holds_no_state_and_no_cookie_in_the_clear(desk: Desk) -> None:
    returned = await desk.returned()
    [row] = await desk.house.rows("directory", select(flows))
    kept = " ".join(map(str, row))
    assert returned.state not in kept
    assert returned.browser not in kept


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("access_denied", Reason.CANCELLED),
        ("unauthorized_client", Reason.CLIENT_REFUSED),
        ("login_required", Reason.PROVIDER_REFUSED),
        ("", Reason.PROVIDER_REFUSED),
        ("<script>", Reason.PROVIDER_REFUSED),
    ],
)
async def test_a_provider_may_say_no(desk: Desk, error: str, reason: Reason) -> None:
    returned = replace(await desk.returned(), code="", error=error)
    refusal = await refused(desk, returned)
    assert refusal.reason is reason
    assert error not in refusal.text or not error


async def test_an_answer_of_another_issuer_is_not_redeemed(desk: Desk) -> None:
    returned = replace(await desk.returned(), issuer="https://evil.example")
    assert (await refused(desk, returned)).reason is Reason.WRONG_ISSUER
    assert desk.provider.fetched("/token") == 0


async def test_the_right_issuer_may_be_named(desk: Desk) -> None:
    returned = replace(await desk.returned(), issuer=desk.provider.issuer)
    assert (await use_cases.complete(desk.here, returned)).subject == SUBJECT


async def test_a_code_of_another_flow_is_refused_by_the_provider(desk: Desk) -> None:
    mine, other = await desk.returned(), await desk.returned()
    assert (await refused(desk, replace(mine, code=other.code))).reason is Reason.PROVIDER_REFUSED


async def test_a_wrong_secret_is_called_so(desk: Desk) -> None:
    desk.provider.token_error = "invalid_client"
    assert (await refused(desk)).reason is Reason.CLIENT_REFUSED


async def test_a_secret_may_be_wanted_in_the_body(desk: Desk) -> None:
    desk.provider.document = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert (await desk.sign_in()).subject == SUBJECT


@pytest.mark.parametrize(
    ("claims", "reason", "name"),
    [
        ({"iss": "https://evil.example"}, Reason.WRONG_ISSUER, "iss"),
        ({"aud": "another"}, Reason.CLAIM_WRONG, "aud"),
        ({"nonce": "another"}, Reason.CLAIM_WRONG, "nonce"),
        ({"sub": None}, Reason.CLAIM_MISSING, "sub"),
    ],
)
async def test_a_token_that_is_not_ours_signs_nobody_in(
    desk: Desk, claims: dict[str, Any], reason: Reason, name: str
) -> None:
    desk.provider.claims = claims
    with structlog.testing.capture_logs() as lines:
        refusal = await refused(desk)
    assert (refusal.reason, refusal.claims) == (reason, (name,))
    [line] = [each for each in lines if each["event"] == "not believed"]
    assert (line["reason"], line["claims"]) == (reason, (name,))
    assert SUBJECT not in str(line)
    assert "bergkamen.example" not in str(line)


async def test_an_unsigned_token_signs_nobody_in(desk: Desk) -> None:
    desk.provider.header["alg"] = "none"
    assert unsigned({}).endswith(".")
    assert (await refused(desk)).reason is Reason.UNREADABLE


@pytest.mark.parametrize("skew", [-110, 110])
async def test_a_clock_may_differ_by_two_minutes(desk: Desk, skew: int) -> None:
    desk.provider.skew = skew
    await desk.sign_in()
    shown = REGISTRY.get_sample_value(
        "knotenpunkt_oidc_clock_skew_seconds", {"service": "directory"}
    )
    assert shown is not None
    assert abs(shown - skew) <= 2


async def test_a_clock_that_differs_more_is_called_so(desk: Desk) -> None:
    desk.provider.skew = 130
    assert (await refused(desk)).reason is Reason.CLOCK_DIFFERS


async def test_more_groups_than_a_token_holds_change_no_right(desk: Desk) -> None:
    desk.provider.claims = {"_claim_names": {"resource_access": "src1"}}
    assert (await desk.sign_in()).roles.given is RolesGiven.OVERAGE


async def test_the_address_of_somebody_who_left_makes_nobody_else_of_a_newcomer(
    desk: Desk,
) -> None:
    former = await desk.sign_in()
    desk.provider.claims = {"sub": "newcomer"}
    newcomer = await desk.sign_in()
    assert newcomer.address == former.address
    assert newcomer.subject != former.subject


async def test_another_address_is_the_same_person(desk: Desk) -> None:
    before = await desk.sign_in()
    desk.provider.claims = {"email": "neu@bergkamen.example"}
    after = await desk.sign_in()
    assert (after.issuer, after.subject) == (before.issuer, before.subject)
    assert after.address != before.address


async def test_adfs_signs_in_with_a_chosen_claim_and_no_address(open_it: Any) -> None:
    desk = await open_it("/adfs", oidc_subject_claim="objectguid")
    desk.provider.document = {"subject_types_supported": ["pairwise"]}
    desk.provider.claims = {
        "objectguid": "guid-1",
        "unique_name": "HAUS\\mbrueggemann",
        "upn": "mbrueggemann@haus.example",
        "name": None,
        "email": None,
    }
    person = await desk.sign_in()
    assert (person.subject, person.sub) == ("guid-1", SUBJECT)
    assert (person.shown_name, person.address) == ("HAUS\\mbrueggemann", None)


async def test_a_chosen_claim_that_is_missing_is_named(open_it: Any) -> None:
    desk = await open_it(oidc_subject_claim="objectguid")
    refusal = await refused(desk)
    assert (refusal.reason, refusal.claims) == (Reason.CLAIM_MISSING, ("objectguid",))


async def registered(desk: Desk, **values: str) -> None:
    """As if people had signed in with other settings before."""
    row = {"issuer": desk.provider.issuer, "subject_claim": "sub", "client_id": "knotenpunkt"}
    async with desk.here.database.transaction() as uow:
        await uow.session.execute(registrations.insert().values(**(row | values)))


async def test_another_subject_claim_is_refused_until_the_operator_has_mapped(desk: Desk) -> None:
    await registered(desk, subject_claim="objectguid")
    refusal = await refused(desk)
    assert (refusal.reason, refusal.claims) == (Reason.SUBJECT_CHANGED, ("objectguid", "sub"))
    async with desk.here.database.transaction() as uow:
        await uow.session.execute(delete(registrations))
    assert (await desk.sign_in()).subject == SUBJECT


async def test_another_client_has_other_pairwise_subjects(desk: Desk) -> None:
    await registered(desk, client_id="before")
    assert (await desk.sign_in()).subject == SUBJECT
    desk.provider.document = {"subject_types_supported": ["pairwise"]}
    desk.house.clock.forward(timedelta(minutes=11))
    assert (await refused(desk)).reason is Reason.SUBJECT_CHANGED


async def test_without_an_issuer_nobody_signs_in_there(open_it: Any) -> None:
    desk = await open_it(oidc_issuer="")
    with pytest.raises(OidcRefused) as refusal:
        await desk.begin()
    assert refusal.value.reason is Reason.NOT_CONFIGURED
    assert await queries.logout_address(desk.here, None) is None


async def test_a_slash_makes_another_issuer_and_both_are_shown(open_it: Any) -> None:
    desk = await open_it("/adfs")
    desk.provider.document = {"issuer": f"{desk.provider.issuer}/"}
    with pytest.raises(OidcRefused) as refusal:
        await desk.begin()
    assert refusal.value.reason is Reason.WRONG_ISSUER
    assert f'"{desk.provider.issuer}", the provider says "{desk.provider.issuer}/"' in (
        refusal.value.detail
    )


async def test_an_issuer_may_end_in_a_slash(open_it: Any) -> None:
    desk = await open_it("/adfs/")
    assert (await desk.sign_in()).issuer.endswith("/adfs/")


async def test_the_operator_sees_what_the_provider_says_of_itself(desk: Desk) -> None:
    desk.provider.document = {
        "frontchannel_logout_supported": True,
        "code_challenge_methods_supported": ["plain"],
    }
    checked = await queries.check(desk.here)
    assert checked.issuer_set == checked.issuer_found == desk.provider.issuer
    assert (checked.front_channel_logout, checked.back_channel_logout) == (True, False)
    assert (checked.pkce, checked.pairwise, checked.end_session) == (False, False, True)
