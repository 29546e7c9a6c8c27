"""Sees and moves the parked messages of every service through the API of each."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pydantic import RootModel

from services.dashboard.neighbours.use_cases import ServiceClient, content, everyone
from services.dashboard.parked import rules
from services.dashboard.parked.rules import Group, OperatorAction, Payload
from services.dashboard.parked.schemas import Cause, Chosen, Corrected, Place
from shared.messaging.parking.parking import FAILED
from shared.web import parked

PER_PAGE = 25
AT_ONCE = 200
MOST_AT_ONCE = 20_000
Said = TypeVar("Said")

DEEDS = 50
TOLD_BY_A_SERVICE = 100
"""How much of its history a service tells."""


class _History(RootModel[list[parked.OperatorAction]]):
    pass


@dataclass(frozen=True)
class Board:
    """What is parked everywhere; ``away`` are the services that did not say."""

    groups: list[Group]
    under_way: int
    away: list[str]

    @property
    def failed(self) -> int:
        """How many messages need somebody."""
        return sum(group.failed for group in self.groups)

    @property
    def waiting(self) -> int:
        """How many wait behind those."""
        return sum(group.waiting for group in self.groups)

    def find(self, cause: Cause) -> Group | None:
        """The group of a cause, if anything is left of it."""
        wanted = _same(cause)
        return next((group for group in self.groups if _same(group) == wanted), None)


def _same(cause: Cause | Group) -> tuple[str, str, str, str]:
    return cause.service, cause.type, cause.cause, cause.detail


@dataclass(frozen=True)
class Page:
    """Some messages of one cause with what they say, and the position before the next."""

    messages: list[tuple[parked.ParkedMessage, Payload]]
    after: int | None = None


class Unacceptable(Exception):
    """A service does not take a copy; the text says why, in German."""


async def board(neighbours: ServiceClient) -> Board:
    """Ask every service what is parked."""

    async def ask(service: str) -> list[parked.Cause]:
        return (await neighbours.read(service, "/api/v1/parked", parked.ParkedPage, limit=1)).causes

    said = await everyone(ask)
    causes = _answered(said)
    away = [service for service, several in said.items() if several is None]
    return Board(rules.groups(causes), rules.under_way(causes), away)


async def history(neighbours: ServiceClient) -> list[OperatorAction]:
    """What operators did anywhere, newest first."""

    async def ask(service: str) -> list[parked.OperatorAction]:
        return (await neighbours.read(service, "/api/v1/parked/history", _History)).root

    return rules.operator_actions(_answered(await everyone(ask)), TOLD_BY_A_SERVICE)[:DEEDS]


async def messages(neighbours: ServiceClient, cause: Cause, after: int = 0) -> Page:
    """One page of the failed messages of a cause, in their order."""
    found = await _failed(neighbours, cause, after, PER_PAGE + 1)
    shown = found[:PER_PAGE]
    more = shown[-1].position if len(found) > PER_PAGE else None
    return Page([(message, rules.payload(message)) for message in shown], more)


async def message(neighbours: ServiceClient, place: Place) -> parked.ParkedMessage | None:
    """One failed message, or None if it is not parked any more."""
    before = {"after": place.position - 1} if place.position else {}
    page = await neighbours.read(
        place.service, "/api/v1/parked", parked.ParkedPage, limit=1, **before
    )
    found = [m for m in page.items if m.position == place.position and m.state == FAILED]
    return found[0] if found else None


async def release(neighbours: ServiceClient, chosen: Chosen) -> tuple[int, int]:
    """Let messages be tried again; answers how many were meant, and how many were still there."""
    return await _order(neighbours, chosen, "release", {})


async def discard(neighbours: ServiceClient, chosen: Chosen, reason: str) -> tuple[int, int]:
    """Give messages up; answers how many were meant, and how many were still there."""
    return await _order(neighbours, chosen, "discard", {"reason": reason})


async def correct(neighbours: ServiceClient, wanted: Corrected, body: object, reason: str) -> bool:
    """Try a copy with another body instead; False if the message was gone already."""
    path = f"/api/v1/parked/{wanted.position}/copy"
    answer = await neighbours.post(wanted.service, path, {"data": body, "reason": reason})
    if answer.status_code == 404:
        return False
    if answer.status_code in _UNACCEPTABLE:
        raise Unacceptable(_UNACCEPTABLE[answer.status_code])
    content(answer, parked.Copied)
    return True


_UNACCEPTABLE = {
    409: "Dieser Nachricht fehlen Schlüssel oder Kopfzeilen. Sie lässt sich nur verwerfen.",
    413: "Dieser Inhalt ist zu groß.",
    422: "Der Dienst nimmt diese Angaben nicht an.",
}


async def _order(
    neighbours: ServiceClient, chosen: Chosen, what: str, more: Mapping[str, str]
) -> tuple[int, int]:
    asked = done = 0
    async for positions in _meant(neighbours, chosen):
        order = {"positions": positions, **more}
        answer = await neighbours.post(chosen.service, f"/api/v1/parked/{what}", order)
        asked += len(positions)
        done += content(answer, parked.Done).messages
    return asked, done


async def _meant(neighbours: ServiceClient, chosen: Chosen) -> AsyncGenerator[list[int]]:
    if not chosen.everything:
        yield chosen.positions
        return
    after = 0
    for _ in range(MOST_AT_ONCE // AT_ONCE):
        found = [m.position for m in await _failed(neighbours, chosen, after, AT_ONCE)]
        if found:
            yield found
        if len(found) < AT_ONCE:
            return
        after = found[-1]


async def _failed(
    neighbours: ServiceClient, cause: Cause, after: int, limit: int
) -> list[parked.ParkedMessage]:
    wanted = {
        "cause": cause.cause,
        "detail": cause.detail,
        "type": cause.type,
        "state": FAILED,
    }
    page = await neighbours.read(
        cause.service, "/api/v1/parked", parked.ParkedPage, **wanted, after=after, limit=limit
    )
    return page.items


def _answered(said: Mapping[str, list[Said] | None]) -> dict[str, list[Said]]:
    return {service: found for service, found in said.items() if found is not None}
