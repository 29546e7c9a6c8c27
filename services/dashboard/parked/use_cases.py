"""Moves the parked messages of a service through its API."""

from collections.abc import AsyncGenerator, Mapping

from services.dashboard.parked.forms import Chosen, Corrected
from services.dashboard.parked.queries import failed
from shared.web import parked
from shared.web.neighbours import ServiceClient, content

AT_ONCE = 200
MOST_AT_ONCE = 20_000


class Unacceptable(Exception):
    """A service does not take a copy; the text says why, in German."""


async def release(client: ServiceClient, chosen: Chosen) -> tuple[int, int]:
    """Let messages be tried again; returns how many were meant, and how many were still there."""
    return await _order(client, chosen, "release", {})


async def discard(client: ServiceClient, chosen: Chosen, reason: str) -> tuple[int, int]:
    """Give messages up; returns how many were meant, and how many were still there."""
    return await _order(client, chosen, "discard", {"reason": reason})


async def correct(client: ServiceClient, wanted: Corrected, body: object, reason: str) -> bool:
    """Try a copy with another body instead; False if the message was gone already."""
    path = f"/api/v1/parked/{wanted.position}/copy"
    answer = await client.post(wanted.service, path, {"data": body, "reason": reason})
    if answer.status == 404:
        return False
    if answer.status in _UNACCEPTABLE:
        raise Unacceptable(_UNACCEPTABLE[answer.status])
    content(answer, parked.Copied)
    return True


_UNACCEPTABLE = {
    409: "Dieser Nachricht fehlen Schlüssel oder Kopfzeilen. Sie lässt sich nur verwerfen.",
    413: "Dieser Inhalt ist zu groß.",
    422: "Der Dienst nimmt diese Angaben nicht an.",
}


async def _order(
    client: ServiceClient, chosen: Chosen, what: str, more: Mapping[str, str]
) -> tuple[int, int]:
    asked = done = 0
    async for positions in _meant(client, chosen):
        order = {"positions": positions, **more}
        answer = await client.post(chosen.service, f"/api/v1/parked/{what}", order)
        asked += len(positions)
        done += content(answer, parked.Done).messages
    return asked, done


async def _meant(client: ServiceClient, chosen: Chosen) -> AsyncGenerator[list[int]]:
    if not chosen.everything:
        yield list(chosen.positions)
        return
    after = 0
    for _ in range(MOST_AT_ONCE // AT_ONCE):
        found = [m.position for m in await failed(client, chosen, after, AT_ONCE)]
        if found:
            yield found
        if len(found) < AT_ONCE:
            return
        after = found[-1]
