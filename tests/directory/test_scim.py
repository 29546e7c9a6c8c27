"""SCIM 2.0 as Entra, Okta, Keycloak and the standard have it."""

from typing import Any

import pytest

from tests.directory.conftest import Desk
from tests.directory.identity_system import (
    ENTERPRISE,
    USER,
    IdentitySystem,
    a_user,
    identity_system,
)

REPLACE_ACTIVE = {"op": "Replace", "path": "active"}


@pytest.fixture
async def scim(desk: Desk) -> IdentitySystem:
    return await identity_system(desk)


def error_of(answer: Any) -> tuple[int, str | None]:
    """Status and keyword of an error as the standard writes it."""
    assert answer.headers["content-type"] == "application/scim+json", answer.text
    document = answer.json()
    assert document["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
    assert document["status"] == str(answer.status_code)
    return answer.status_code, document.get("scimType")


async def test_a_user_is_posted_and_read(scim: IdentitySystem) -> None:
    answer = await scim.send("POST", "/Users", a_user(password="geheim"))
    assert (answer.status_code, answer.headers["content-type"]) == (201, "application/scim+json")
    user = answer.json()
    assert "password" not in user
    assert user["meta"]["location"].endswith(answer.headers["Location"])
    again = await scim.get(f"/Users/{user['id']}")
    assert again.json() == user
    assert again.headers["ETag"] == user["meta"]["version"]


async def test_of_another_carrier_nobody_is_seen(desk: Desk, scim: IdentitySystem) -> None:
    user = await scim.create()
    other = await identity_system(desk, other=True)
    assert error_of(await other.get(f"/Users/{user['id']}")) == (404, None)
    for method, body in (("PUT", a_user()), ("DELETE", None)):
        answer = await other.send(method, f"/Users/{user['id']}", body)
        assert answer.status_code == 404
    assert await other.names('userName sw "m"') == []


async def test_a_token_without_the_scope_is_refused(desk: Desk) -> None:
    without = IdentitySystem(desk.carrier)
    assert error_of(await without.get("/Users"))[0] == 403


@pytest.mark.parametrize("op", ["replace", "Replace", "REPLACE", "add", "Add"])
async def test_operations_are_read_in_any_case(scim: IdentitySystem, op: str) -> None:
    user = await scim.create()
    answer = await scim.patch(user["id"], {"op": op, "path": "displayName", "value": "M. Ö."})
    assert (answer.status_code, answer.json()["displayName"]) == (200, "M. Ö.")


@pytest.mark.parametrize(
    "operation",
    [
        {**REPLACE_ACTIVE, "value": "False"},
        {**REPLACE_ACTIVE, "value": False},
        {"op": "replace", "value": {"active": "false"}},
        {"op": "Replace", "path": f"{USER}:active", "value": "False"},
    ],
)
async def test_a_boolean_may_be_text(scim: IdentitySystem, operation: dict[str, Any]) -> None:
    user = await scim.create()
    answer = await scim.patch(user["id"], operation)
    assert (answer.status_code, answer.json()["active"]) == (200, False), answer.text


@pytest.mark.parametrize("op", ["Add", "Replace"])
async def test_an_address_of_a_type_that_is_not_there_is_made(
    scim: IdentitySystem, op: str
) -> None:
    user = await scim.create(emails=None)
    path = 'emails[type eq "work"].value'
    answer = await scim.patch(user["id"], {"op": op, "path": path, "value": "neu@example.org"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["emails"] == [{"value": "neu@example.org", "type": "work"}]


async def test_keys_with_dots_and_urns_are_read_without_a_path(scim: IdentitySystem) -> None:
    user = await scim.create()
    value = {
        "name.givenName": "Maria",
        f"{ENTERPRISE}:employeeNumber": "P-1",
        f"{USER}:title": "Fachkraft",
    }
    answer = (await scim.patch(user["id"], {"op": "replace", "value": value})).json()
    assert answer["name"]["givenName"] == "Maria"
    assert answer["name"]["familyName"] == "Özgür"
    assert answer[ENTERPRISE]["employeeNumber"] == "P-1"
    assert answer["title"] == "Fachkraft"


async def test_only_the_values_named_are_removed(scim: IdentitySystem) -> None:
    one, other = {"value": "a@example.org"}, {"value": "b@example.org"}
    user = await scim.create(emails=[one, other])
    operation = {"op": "Remove", "path": "emails", "value": [{"value": "a@example.org"}]}
    answer = await scim.patch(user["id"], operation)
    assert [each["value"] for each in answer.json()["emails"]] == ["b@example.org"]


async def test_what_the_directory_does_not_use_is_left_out(scim: IdentitySystem) -> None:
    user = await scim.create(
        nickName="Mo", emails=[{"value": "a@example.org", "displayName": "unknown"}]
    )
    assert "nickName" not in user
    assert user["emails"] == [{"value": "a@example.org"}]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('userName eq "MARA.oezguer@TRAEGER.example"', True),
        ('USERNAME EQ "mara.oezguer@traeger.example" AND active EQ true', True),
        ('emails.value eq "MARA@example.org"', True),
        ('emails[type eq "work" and value eq "Mara@Example.Org"]', True),
        ('externalId eq "P-4711"', True),
        ('externalId eq "p-4711"', False),
        ('userName sw "mara" and not (active eq false)', True),
        ('name.familyName co "zg" or title pr', True),
        ("active eq false", False),
        ('meta.lastModified gt "2011-05-13T04:42:34Z"', True),
        (f'{ENTERPRISE}:employeeNumber eq "X"', False),
    ],
)
async def test_filters_compare_as_the_schema_says(
    scim: IdentitySystem, text: str, found: bool
) -> None:
    await scim.create()
    assert bool(await scim.names(text)) is found


@pytest.mark.parametrize(
    ("query", "start", "returned"),
    [
        ({"startIndex": 0}, 1, 3),
        ({"startIndex": -5, "count": 2}, 1, 2),
        ({"count": 0}, 1, 0),
        ({"count": -1}, 1, 0),
        ({"startIndex": 3, "count": 2}, 3, 1),
        ({"startIndex": 9}, 9, 0),
        ({"filter": 'userName sw "u"', "startIndex": 2, "count": 1}, 2, 1),
    ],
)
async def test_pages_by_place(
    scim: IdentitySystem, query: dict[str, Any], start: int, returned: int
) -> None:
    ids = [
        (await scim.create(userName=f"u{n}", externalId=f"U{n}", emails=None))["id"]
        for n in range(3)
    ]
    answer = (await scim.get("/Users", **query)).json()
    assert (answer["totalResults"], answer["startIndex"]) == (3, start)
    found = [each["id"] for each in answer.get("Resources", [])]
    assert answer["itemsPerPage"] == len(found) == returned
    assert found == ids[start - 1 : start - 1 + returned]


async def test_attributes_are_chosen(scim: IdentitySystem) -> None:
    user = await scim.create()
    some = (await scim.get(f"/Users/{user['id']}", attributes="userName,name.givenName")).json()
    assert some["name"] == {"givenName": "Mara"}
    assert "emails" not in some
    less = (await scim.get("/Users", excludedAttributes="emails,name")).json()["Resources"][0]
    assert not {"emails", "name"} & less.keys()


@pytest.mark.parametrize("name", ["Mara.Oezguer@traeger.example", "MARA.OEZGUER@traeger.example"])
async def test_a_name_that_is_taken_is_refused(scim: IdentitySystem, name: str) -> None:
    await scim.create()
    answer = await scim.send("POST", "/Users", a_user(userName=name, externalId="P-2"))
    assert error_of(answer) == (409, "uniqueness")
    number = await scim.send("POST", "/Users", a_user(userName="other"))
    assert error_of(number) == (409, "uniqueness")


async def test_a_patch_that_is_partly_wrong_changes_nothing(scim: IdentitySystem) -> None:
    user = await scim.create()
    answer = await scim.patch(
        user["id"],
        {"op": "replace", "path": "displayName", "value": "Neu"},
        {"op": "replace", "path": "nickName", "value": "Mo"},
    )
    assert error_of(answer) == (400, "invalidPath")
    assert (await scim.get(f"/Users/{user['id']}")).json() == user


async def test_a_put_without_active_leaves_it(scim: IdentitySystem) -> None:
    user = await scim.create(active=False)
    body = a_user(title="Fachkraft")
    del body["active"]
    answer = await scim.send("PUT", f"/Users/{user['id']}", body)
    assert (answer.status_code, answer.json()["active"]) == (200, False)
    assert answer.json()["title"] == "Fachkraft"


async def test_what_changes_nothing_is_no_change(desk: Desk, scim: IdentitySystem) -> None:
    user = await scim.create()
    async with desk.storing_nothing():
        answer = await scim.patch(user["id"], {**REPLACE_ACTIVE, "value": "True"})
        assert answer.json() == user
        put = await scim.send("PUT", f"/Users/{user['id']}", a_user())
        assert put.json() == user


async def test_who_was_deleted_is_gone(scim: IdentitySystem) -> None:
    user = await scim.create()
    assert (await scim.send("DELETE", f"/Users/{user['id']}")).status_code == 204
    assert (await scim.send("DELETE", f"/Users/{user['id']}")).status_code == 404
    assert (await scim.get(f"/Users/{user['id']}")).status_code == 404
    assert await scim.names('externalId eq "P-4711"') == []


@pytest.mark.parametrize("how", ["DELETE", "PATCH"])
async def test_who_is_posted_again_is_the_same(scim: IdentitySystem, how: str) -> None:
    user = await scim.create()
    if how == "DELETE":
        await scim.send("DELETE", f"/Users/{user['id']}")
    else:
        await scim.patch(user["id"], {**REPLACE_ACTIVE, "value": False})
    answer = await scim.send("POST", "/Users", a_user(title="wieder da"))
    assert (answer.status_code, answer.json()["id"]) == (200, user["id"])
    assert (answer.json()["active"], answer.json()["title"]) == (True, "wieder da")


async def test_an_older_state_is_not_overwritten(scim: IdentitySystem) -> None:
    user = await scim.create()
    seen = user["meta"]["version"]
    await scim.patch(user["id"], {"op": "add", "path": "title", "value": "x"})
    late = await scim.send("PUT", f"/Users/{user['id']}", a_user(), If_Match=seen)
    assert error_of(late)[0] == 412
    fresh = (await scim.get(f"/Users/{user['id']}")).headers["ETag"]
    known = await scim.send("GET", f"/Users/{user['id']}", If_None_Match=fresh)
    assert known.status_code == 304
    assert (
        await scim.send("PUT", f"/Users/{user['id']}", a_user(), If_Match=fresh)
    ).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_groups_are_read_only(desk: Desk, scim: IdentitySystem, method: str) -> None:
    await desk.carrier.hire(start_date="2026-01-01")
    user = await scim.create()
    path = "/Groups" if method == "POST" else "/Groups/current"
    remove = {"Operations": [{"op": "Remove", "path": "members"}]}
    assert error_of(await scim.send(method, path, remove))[0] == 403
    group = (await scim.get("/Groups/current")).json()
    assert [each["value"] for each in group["members"]] == [user["id"]]
