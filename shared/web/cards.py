"""The route by which a service offers cards for the start page of whoever asks."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from fastapi import APIRouter, Request
from sqlalchemy.ext.asyncio import AsyncSession

from shared.context import Context, CurrentContext, Reading
from shared.contracts.accounts import AccessRole
from shared.contracts.cards import PATH, Card, Cards, Condition
from shared.messaging.bus.backlog import seconds_behind
from shared.messaging.parking import desk as parking_desk
from shared.messaging.parking.parking import FAILED
from shared.web.kit.person import Anyone
from shared.web.operations import beside_database
from shared.web.sessions.person import Me, SignedIn, signed_in

CardsOf = Callable[[AsyncSession, Me, Context], Awaitable[Sequence[Card]]]
"""What is to be said to a person who acts in a role."""
CardsOfAnyone = Callable[[AsyncSession, SignedIn, Context], Awaitable[Sequence[Card]]]
"""What is to be said to a person, whatever they act as."""


def cards_api(
    by_role: Mapping[AccessRole, CardsOf], of_anyone: CardsOfAnyone | None = None
) -> APIRouter:
    """One route; somebody with several roles is told something in each, where they act now.

    What concerns them in whatever role is told once.
    """
    api = APIRouter(tags=["cards"])

    @api.get(PATH)
    async def offer(
        request: Request,
        _: Anyone,
        here: CurrentContext,
        session: Reading,
        cards: bool = True,
    ) -> Cards:
        """What needs the signed-in person now, in no particular order; or nothing but how it is."""
        someone = await signed_in(request)
        assert someone is not None  # Anyone is
        found: list[Card] = []
        for grant in someone.near if cards else ():
            if tell := by_role.get(grant.role):
                found.extend(await tell(session, someone.acting(grant), here))
        if cards and of_anyone:
            found.extend(await of_anyone(session, someone, here))
        return Cards(cards=found, condition=await own_condition(request, here, session))

    return api


async def own_condition(request: Request, here: Context, session: AsyncSession) -> Condition | None:
    """How this service is, for operators; told with the cards, so that each is asked only once."""
    someone = await signed_in(request)
    if someone is None or AccessRole.OPERATOR not in someone.roles:
        return None
    away = await beside_database(here)
    failed = [each for each in await parking_desk.causes(session) if each.state == FAILED]
    return Condition(
        ready=not away,
        mail=here.remarks.get("mail", ""),
        failed=sum(each.messages for each in failed),
        waiting=sum(each.waiting for each in failed),
        behind=seconds_behind(here.database.service),
    )
