"""Asks every service what it has recorded, all at once; who is away is named."""

import asyncio
from collections.abc import Mapping
from datetime import UTC

from services.directory.accesses.rules import bound, together
from services.directory.accesses.values import Answers, Place, Told
from shared.contracts.services import TITLES
from shared.web.accesses import AccessPage
from shared.web.neighbours import NoAnswer, ServiceClient

Query = Mapping[str, str]


async def ask_all(
    client: ServiceClient,
    path: str,
    query: Query,
    place: Place | None,
    *,
    forwards: bool,
    limit: int,
) -> Answers:
    """The next entries in one direction, newest first."""

    async def one(service: str) -> AccessPage | None:
        asked = {**query, "limit": str(limit)}
        if place is not None:
            at = place.at.astimezone(UTC).isoformat()
            position = bound(place, [*TITLES].index(service))
            asked |= {"at": at, "position": str(position), "forwards": str(forwards).lower()}
        try:
            return await client.read(service, path, AccessPage, **asked)
        except NoAnswer:
            return None

    names = [*TITLES]
    answers = dict(zip(names, await asyncio.gather(*map(one, names)), strict=True))
    there = {name: page for name, page in answers.items() if page is not None}
    told = [Told(name, each) for name, page in there.items() for each in page.items]
    chains = [(TITLES[name], page.chain) for name, page in there.items() if page.chain]
    away = [TITLES[name] for name in names if name not in there]
    return Answers(together(told, limit, forwards=forwards), away, chains)
