"""One's own page about mails: what one gets, and what one would rather not."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fastapi import Request, Response

from services.notifications.mails.values import Topic
from services.notifications.preferences import queries, use_cases
from services.notifications.preferences.forms import PreferenceForm
from services.notifications.preferences.rules import chosen_by
from shared.context import Reading, Uow
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Anyone
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import signed_in

pages = PageRouter(__package__, prefix="/benachrichtigungen", audience=Anyone)
SAID = "Das gilt ab sofort, auch für Mails, die schon bereitliegen."


@pages.get("")
async def show(request: Request, me: Anyone, session: Reading) -> Response:
    """Each topic that concerns one of one's roles."""
    found = await queries.modes(session, me.person_id, list(Topic))
    return await _show(request, PreferenceForm.filled({each.value: m for each, m in found.items()}))


@pages.post("")
async def choose(request: Request, me: Anyone, uow: Uow, form: Posted[PreferenceForm]) -> Response:
    """What concerns none of one's roles stays as it is."""
    if form.value is None:
        return await _show(request, form)
    mine = await _topics(request)
    wanted = {topic: mode for topic, mode in form.value.wanted.items() if topic in mine}
    await use_cases.choose(uow, me.person_id, wanted)
    return pages.saved(request, detail=SAID)


async def _show(request: Request, form: Entered[Any]) -> Response:
    mine = await _topics(request)
    hidden = frozenset(each.value for each in Topic if each not in mine)
    return pages.render(request, "preferences.html", form=replace(form, left_out=hidden))


async def _topics(request: Request) -> Sequence[Topic]:
    """Of all of one's roles, whichever one acts in."""
    someone = await signed_in(request)
    return chosen_by({each.role for each in someone.grants} if someone else ())
