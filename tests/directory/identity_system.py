"""A carrier's identity system, as far as tests are one."""

from dataclasses import dataclass
from typing import Any

from httpx2 import Response
from sqlalchemy import select

from deploy.sample import CLIENT_ID
from services.directory.access.models import clients
from services.directory.access.use_cases import issue
from shared.contracts.directory import Scope
from tests.directory.conftest import OTHER_CARRIER, Carrier, Desk
from tests.house import BERGKAMEN

SCIM = "/directory/scim/v2"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


def a_user(**changes: Any) -> dict[str, Any]:
    """What is posted of somebody; the number is that of the sample hire."""
    return {
        "schemas": [USER],
        "userName": "Mara.Oezguer@traeger.example",
        "externalId": "P-4711",
        "name": {"givenName": "Mara", "familyName": "Özgür"},
        "emails": [{"value": "mara@example.org", "type": "work", "primary": True}],
        "active": True,
    } | changes


@dataclass
class IdentitySystem:
    """A program with the scope for it."""

    carrier: Carrier

    @property
    def headers(self) -> dict[str, str]:
        return self.carrier.headers | {"Content-Type": "application/scim+json"}

    async def send(self, method: str, path: str, body: Any = None, **headers: str) -> Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.carrier.house.http.request(
            method, f"{SCIM}{path}", json=body, headers=self.headers | named
        )

    async def get(self, path: str, **query: Any) -> Response:
        return await self.carrier.house.http.get(
            f"{SCIM}{path}", params=query, headers=self.headers
        )

    async def create(self, **changes: Any) -> dict[str, Any]:
        answer = await self.send("POST", "/Users", a_user(**changes))
        assert answer.status_code == 201, answer.text
        user: dict[str, Any] = answer.json()
        return user

    async def patch(self, user_id: str, *operations: dict[str, Any]) -> Response:
        body = {"schemas": [PATCH], "Operations": list(operations)}
        return await self.send("PATCH", f"/Users/{user_id}", body)

    async def names(self, text: str) -> list[str]:
        """The user names a filter finds."""
        answer = await self.get("/Users", filter=text)
        assert answer.status_code == 200, answer.text
        return [each["userName"] for each in answer.json()["Resources"]]


async def identity_system(desk: Desk, other: bool = False) -> IdentitySystem:
    """Of the sample's carrier, or of another."""
    if other:
        await desk.other_carrier(OTHER_CARRIER)
    mine = select(clients.c.carrier_id).where(
        clients.c.client_id == ("other" if other else CLIENT_ID)
    )
    async with desk.house.context("directory").database.transaction() as uow:
        carrier_id = (await uow.session.execute(mine)).scalar_one()
        client_id, secret = await issue(uow, BERGKAMEN, carrier_id, [Scope.SCIM])
    return IdentitySystem(await desk.sign_in(client_id, secret))
