"""Asks the services that know people whom the directory does not."""

from collections.abc import Collection, Sequence
from uuid import UUID

from shared.contracts.privacy import KNOWING_OUTSIDERS
from shared.web.neighbours import ServiceClient, content
from shared.web.outsiders import SEARCH, Outsider, Outsiders, Wanted


async def search(
    client: ServiceClient, ids: Collection[UUID] = (), address: str = ""
) -> Sequence[tuple[str, Outsider]]:
    """Everybody with these ids or this address, and whoever has the same address, by service.

    Raises ``NoAnswer`` if one is away: what is not known of must not be left out.
    """
    given = {address.lower()} if address else set()
    wanted = Wanted(ids=list(ids), addresses=sorted(given))
    found = [each for name in KNOWING_OUTSIDERS for each in await _ask(client, name, wanted)]
    addresses = {each.address for _, each in found}
    if addresses <= given:
        return found
    every = Wanted(ids=list(ids), addresses=sorted(addresses | given))
    return [each for name in KNOWING_OUTSIDERS for each in await _ask(client, name, every)]


async def _ask(client: ServiceClient, service: str, wanted: Wanted) -> list[tuple[str, Outsider]]:
    answer = content(await client.post(service, SEARCH, wanted), Outsiders)
    return [(service, each) for each in answer.items]
