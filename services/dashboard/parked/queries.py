"""What is parked at every service, asked through the API of each."""

from dataclasses import dataclass

from services.dashboard.gateways import everyone
from services.dashboard.parked import rules
from services.dashboard.parked.forms import Cause, Place
from services.dashboard.parked.rules import Group, OperatorAction, Payload
from shared.messaging.parking.parking import FAILED
from shared.web import parked
from shared.web.neighbours import ServiceClient

PER_PAGE = 25
MAX_ACTIONS = 50
ACTIONS_OF_A_SERVICE = 100
"""How many entries of its history a service returns."""


@dataclass(frozen=True)
class Board:
    """What is parked everywhere, and what operators did, newest first.

    ``away`` are the services that did not say.
    """

    groups: list[Group]
    under_way: int
    history: list[OperatorAction]
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


async def board(client: ServiceClient) -> Board:
    """Ask every service, once: each question costs about as much as a page."""

    async def ask(service: str) -> parked.ParkedPage:
        wanted: dict[str, str | int] = {"limit": 0, "with_history": "true"}
        return await client.read(service, "/api/v1/parked", parked.ParkedPage, **wanted)

    said = await everyone(ask)
    answered = {service: page for service, page in said.items() if page is not None}
    causes = {service: page.causes for service, page in answered.items()}
    actions = {service: page.history or [] for service, page in answered.items()}
    return Board(
        rules.groups(causes),
        rules.under_way(causes),
        rules.operator_actions(actions, ACTIONS_OF_A_SERVICE)[:MAX_ACTIONS],
        [service for service in said if service not in answered],
    )


async def messages(client: ServiceClient, cause: Cause, after: int = 0) -> Page:
    """One page of the failed messages of a cause, in their order."""
    found = await failed(client, cause, after, PER_PAGE + 1)
    shown = found[:PER_PAGE]
    more = shown[-1].position if len(found) > PER_PAGE else None
    return Page([(message, rules.payload(message)) for message in shown], more)


async def message(client: ServiceClient, place: Place) -> parked.ParkedMessage | None:
    """One failed message, or None if it is not parked any more."""
    if not place.service or place.position is None:
        return None
    before = {"after": place.position - 1} if place.position else {}
    page = await client.read(place.service, "/api/v1/parked", parked.ParkedPage, limit=1, **before)
    found = [m for m in page.items if m.position == place.position and m.state == FAILED]
    return found[0] if found else None


async def failed(
    client: ServiceClient, cause: Cause, after: int, limit: int
) -> list[parked.ParkedMessage]:
    """The failed messages of a cause after a position, in their order."""
    wanted = {
        "cause": cause.cause,
        "detail": cause.detail,
        "type": cause.type,
        "state": FAILED,
    }
    page = await client.read(
        cause.service, "/api/v1/parked", parked.ParkedPage, **wanted, after=after, limit=limit
    )
    return page.items
