"""A carrier's system, as it talks to the public API."""

from dataclasses import dataclass
from typing import Any

from httpx2 import Auth, Response
from sqlalchemy import select

from deploy.sample import CLIENT_ID, CLIENT_SECRET, load_sample
from services.directory.access.models import clients
from tests.house import House


def a_hire(external_id: str = "P-4711", **changes: Any) -> dict[str, Any]:
    """A body for ``POST /directory/api/v1/hires``."""
    person = {"given_name": "Mara", "family_name": "Özgür-O'Neill", "email": "mara@example.org"}
    return {
        "external_id": external_id,
        "person": person,
        "start_date": "2027-02-01",
        "placements": [
            {"school_number": "100001", "weekly_hours": 19.5},
            {"school_number": "100005", "weekly_hours": 19.5},
        ],
        "funding": "land",
        "fixed_term_until": None,
        **changes,
    }


@dataclass
class Carrier:
    """Holds a token."""

    house: House
    token: str

    @classmethod
    async def of(cls, house: House) -> "Carrier":
        """The sample's carrier; loads the sample into a house that was not prepared with it."""
        context = house.context("directory")
        if not await house.rows("directory", select(clients.c.client_id)):
            settings = context.settings.model_copy(update={"load_sample": True})
            await load_sample(settings, context.database)
        form = {
            "grant_type": "client_credentials",
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
        }
        answer = await house.http.post("/directory/oauth/token", data=form, auth=Auth())
        return cls(house, answer.json()["access_token"])

    async def post(self, path: str, body: Any, key: str) -> Response:
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key}
        return await self.house.http.post(path, json=body, headers=headers, auth=Auth())

    async def get(self, path: str) -> Response:
        headers = {"Authorization": f"Bearer {self.token}"}
        return await self.house.http.get(path, headers=headers, auth=Auth())

    async def hire(self, **changes: Any) -> dict[str, Any]:
        """Post a hire and return the receipt."""
        body = a_hire(**changes)
        answer = await self.post("/directory/api/v1/hires", body, f"hire-{body['external_id']}")
        assert answer.status_code == 201, answer.text
        receipt: dict[str, Any] = answer.json()
        return receipt
