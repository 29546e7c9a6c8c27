"""One's own seat, given up."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response

from services.trainings.calendar_declines import use_cases as declines
from services.trainings.models import Registration
from services.trainings.registrations import queries as registrations
from services.trainings.registrations import use_cases
from services.trainings.values import SEATED
from services.trainings.withdrawals.forms import WithdrawForm
from shared.context import Reading, Uow
from shared.contracts.gatherings import CATALOGUE, Place
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Network
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=CATALOGUE.removeprefix("/trainings"), audience=Network)
PATH = "/{gathering_id}/abmelden"


@pages.get(PATH)
async def ask_withdraw(
    request: Request, me: Network, session: Reading, gathering_id: UUID
) -> Response:
    """Ask before the seat is gone."""
    mine = await registrations.holding(session, me.tenant, me.person_id, gathering_id)
    return _ask(request, mine, WithdrawForm.empty())


@pages.post(PATH)
async def withdraw(
    request: Request, me: Network, uow: Uow, gathering_id: UUID, form: Posted[WithdrawForm]
) -> Response:
    """They do not come."""
    mine = await registrations.holding(uow.session, me.tenant, me.person_id, gathering_id)
    if form.value is None:
        return _ask(request, mine, form)
    await use_cases.withdraw(uow, me.cause, mine.id)
    await declines.answer(uow, mine)
    to = pages.address(request, gathering_id)
    return pages.saved(request, "Sie sind abgemeldet.", to=to)


def _ask(request: Request, mine: Registration, form: Entered[Any]) -> Response:
    seated = mine.place in SEATED
    told = "Ihr Platz wird frei; wartet jemand, bekommt ihn die nächste Person." if seated else ""
    return pages.confirm(
        request,
        "Platz ablehnen?" if mine.place is Place.OFFERED else "Abmelden?",
        f"{told} Wenn Sie es sich anders überlegen, stellen Sie sich neu hinten an.".strip(),
        button="Ablehnen" if mine.place is Place.OFFERED else "Abmelden",
        form=form,
        final=False,
    )
