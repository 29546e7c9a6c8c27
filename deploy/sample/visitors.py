"""Looks at the sample as one of its people, over HTTP, as a browser does by one click."""

import re
from dataclasses import dataclass

from httpx2 import AsyncClient

SIGN_IN = "/directory/anmelden"
SAME_ORIGIN = {"sec-fetch-site": "same-origin"}
_OFFERED = re.compile(
    r'action="(?P<address>/directory/anmelden/als/[0-9a-f-]+)".*?>'
    r"(?P<title>[^<>:]+:) (?P<name>[^<>]+)</",
    re.DOTALL,
)


@dataclass(frozen=True)
class Sample:
    """An invented person, and where one signs in as they."""

    address: str
    title: str
    name: str


async def sample_people(http: AsyncClient) -> list[Sample]:
    """Those whom the sign-in page offers."""
    page = (await http.get(SIGN_IN)).text
    found = _OFFERED.finditer(page)
    return [Sample(one["address"], one["title"], one["name"].strip()) for one in found]


async def enter(http: AsyncClient, person: Sample) -> None:
    """Sign in; the client keeps the cookies."""
    await http.post(person.address, data={"weiter": ""}, headers=SAME_ORIGIN)
