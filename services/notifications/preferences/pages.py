"""One's own page about mails: what one gets, and what one would rather not."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.bundles.values import next_digest
from services.notifications.hours.queries import hours_of
from services.notifications.hours.values import ALWAYS
from services.notifications.mails.values import Topic
from services.notifications.preferences import queries, use_cases
from services.notifications.preferences.forms import PreferenceForm
from services.notifications.preferences.rules import chosen_by
from shared.context import Reading, Uow, context_of
from shared.contracts.accounts import AccessRole
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Anyone
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me, signed_in

pages = PageRouter(__package__, prefix="/benachrichtigungen", audience=Anyone)
SAID = "Das gilt ab sofort, auch für Mails, die schon bereitliegen."


@pages.get("")
async def show(request: Request, me: Anyone, session: Reading) -> Response:
    """Each topic that concerns one of one's roles."""
    found = await queries.modes(session, me.person_id, list(Topic))
    form = PreferenceForm.filled({each.value: mode for each, mode in found.items()})
    return await _show(request, me, session, form)


@pages.post("")
async def choose(request: Request, me: Anyone, uow: Uow, form: Posted[PreferenceForm]) -> Response:
    """What concerns none of one's roles stays as it is."""
    if form.value is None:
        return await _show(request, me, uow.session, form)
    mine = await _topics(request)
    wanted = {topic: mode for topic, mode in form.value.wanted.items() if topic in mine}
    await use_cases.choose(uow, me.person_id, wanted)
    return pages.saved(request, detail=SAID)


async def _show(request: Request, me: Me, session: AsyncSession, form: Entered[Any]) -> Response:
    mine = await _topics(request)
    hidden = frozenset(each.value for each in Topic if each not in mine)
    hours = (await hours_of(session, me.tenant, [me.person_id])).of(me.person_id)
    modes = await queries.modes(session, me.person_id, mine)
    now = context_of(request).clock.now()
    paces = sorted({mode.pace for mode in modes.values() if mode.pace is not None})
    return pages.render(
        request,
        "preferences.html",
        form=replace(form, left_out=hidden),
        hours="" if hours == ALWAYS else hours.described,
        digests=[next_digest(each, now, hours) for each in paces],
        office=me.role is AccessRole.COORDINATOR,
    )


async def _topics(request: Request) -> Sequence[Topic]:
    """Of all of one's roles, whichever one acts in."""
    someone = await signed_in(request)
    return chosen_by({each.role for each in someone.grants} if someone else ())
