"""What no identity system that means well sends: deep, endless, made up."""

import json
from typing import Any

import pytest

from tests.directory.identity_system import SCIM, IdentitySystem, a_user
from tests.directory.test_scim import error_of, scim

__all__ = ["scim"]


@pytest.mark.parametrize(
    "text",
    [
        'foo eq "1"',
        'userName xx "a"',
        "userName eq",
        "((((active eq true))))",
        "(" * 5000,
        "active gt true",
        "a" * 2000,
    ],
)
async def test_a_filter_that_cannot_be_read_is_refused(scim: IdentitySystem, text: str) -> None:
    for users in range(2):
        answer = await scim.get("/Users", filter=text)
        assert error_of(answer) == (400, "invalidFilter"), (users, answer.text)
        if not users:
            await scim.create()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"Operations": []}, "invalidValue"),
        ({}, "invalidValue"),
        ({"Operations": [{"op": "move", "path": "title", "value": "x"}]}, "invalidValue"),
        ({"Operations": [{"op": "remove"}]}, "noTarget"),
        ({"Operations": [{"op": "remove", "path": "userName"}]}, "mutability"),
        ({"Operations": [{"op": "replace", "path": "id", "value": "x"}]}, "mutability"),
        ({"Operations": [{"op": "replace", "path": "a[b", "value": "x"}]}, "invalidPath"),
        ({"Operations": ["x"]}, "invalidValue"),
        (
            {"Operations": [{"op": "add", "path": "emails", "value": [{"value": "x"}]}]},
            "invalidValue",
        ),
    ],
)
async def test_what_no_patch_is_is_refused(
    scim: IdentitySystem, body: dict[str, Any], kind: str
) -> None:
    user = await scim.create()
    schemas = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"]}
    answer = await scim.send("PATCH", f"/Users/{user['id']}", schemas | body)
    assert error_of(answer) == (400, kind), answer.text
    assert (await scim.get(f"/Users/{user['id']}")).json() == user


async def test_bodies_that_are_none_are_refused(scim: IdentitySystem) -> None:
    bodies: list[Any] = [[], "x", {}, a_user(userName=None), a_user(userName=[1])]
    for body in bodies:
        assert error_of(await scim.send("POST", "/Users", body))[0] == 400, body
    plain = scim.headers | {"Content-Type": "text/plain"}
    answer = await scim.carrier.house.http.post(
        "/directory/scim/v2/Users", content=b"x", headers=plain
    )
    assert error_of(answer)[0] == 415
    assert error_of(await scim.get("/Users/none"))[0] == 404
    assert error_of(await scim.get("/Nothing"))[0] == 404


async def test_a_deep_filter_is_refused_however_its_name_is_written(scim: IdentitySystem) -> None:
    deep = "(" * 3000 + 'userName eq "a"' + ")" * 3000
    for name in ("filter", "Filter", "FILTER"):
        for answer in (
            await scim.send("POST", "/Users/.search", {name: deep}),
            await scim.get("/Users", **{name: deep}),
        ):
            assert answer.status_code in (200, 400, 422), (name, answer.text)
            if answer.status_code == 400:
                assert error_of(answer) == (400, "invalidFilter")


async def test_a_deep_path_is_refused_and_nothing_changed(scim: IdentitySystem) -> None:
    user = await scim.create()
    deep = "emails[" + "(" * 400 + 'type eq "work"' + ")" * 400 + "].value"
    for operation in (
        {"op": "replace", "path": deep, "value": "a@example.org"},
        {"op": "replace", "value": {deep: "a@example.org"}},
        {"op": "remove", "PATH": deep},
    ):
        assert error_of(await scim.patch(user["id"], operation))[0] == 400, operation
    assert (await scim.get(f"/Users/{user['id']}")).json() == user


@pytest.mark.parametrize("start", ["9" * 30, "-" + "9" * 30, 10**30, 1e400, "1e5", [], {}, True])
async def test_a_place_beyond_every_number_is_answered(scim: IdentitySystem, start: Any) -> None:
    await scim.create()
    for name in ("startIndex", "count", "STARTINDEX", "COUNT"):
        content = json.dumps({name: start}).encode()
        answer = await scim.carrier.house.http.post(
            f"{SCIM}/Users/.search", content=content, headers=scim.headers
        )
        assert answer.status_code in (200, 400, 422), (name, answer.text)
        if isinstance(start, str):
            answer = await scim.get("/Users", **{name: start})
            assert answer.status_code in (200, 400, 422), (name, answer.text)


@pytest.mark.parametrize("name", ["userName", "externalId", "displayName"])
@pytest.mark.parametrize("value", ["a\nb", "a\u202eb", "x" * 300])
async def test_what_no_system_calls_anybody_is_refused(
    scim: IdentitySystem, name: str, value: str
) -> None:
    answer = await scim.send("POST", "/Users", a_user(**{name: value}))
    assert error_of(answer) == (400, "invalidValue")


async def test_a_body_that_readers_take_for_different_things_is_refused(
    scim: IdentitySystem,
) -> None:
    """Of two names that differ in case each reader takes another."""
    user = await scim.create()
    operation = {"op": "replace", "path": "displayName", "PATH": "title", "value": "Leitung"}
    assert error_of(await scim.patch(user["id"], operation)) == (400, "invalidSyntax")
    twice = a_user(username="somebody.else@traeger.example")
    assert error_of(await scim.send("PUT", f"/Users/{user['id']}", twice)) == (400, "invalidSyntax")
    nested: Any = "x"
    for _ in range(900):
        nested = [nested]
    answer = await scim.send("PUT", f"/Users/{user['id']}", a_user(addresses=nested))
    assert error_of(answer) == (400, "invalidSyntax")
    assert (await scim.get(f"/Users/{user['id']}")).json() == user


@pytest.mark.parametrize("value", [r"\u0000", r"a\ud800b", r"\n"])
@pytest.mark.parametrize("name", ["userName", "externalId", "id"])
async def test_nobody_is_called_what_is_no_text(
    scim: IdentitySystem, name: str, value: str
) -> None:
    await scim.create()
    assert await scim.names(f'{name} eq "{value}"') == []
