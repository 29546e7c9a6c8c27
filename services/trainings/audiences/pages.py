"""For which group of the directory a gathering is, as the office chooses it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.audiences import queries, use_cases
from services.trainings.audiences.forms import GroupForm
from services.trainings.audiences.values import AWAY
from services.trainings.gatherings import queries as gatherings
from services.trainings.models import Gathering
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.gatherings import GATHERINGS
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.neighbours import client_for
from shared.web.problem import Problem

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
GROUP = "/{gathering_id}/gruppe"
Known = Sequence[tuple[str, str]] | None


async def _groups(request: Request, me: Coordinator, here: CurrentContext) -> Known:
    """None where the directory is away; asked before a transaction begins."""
    return await use_cases.groups(client_for(request, here), me.tenant)


Groups = Annotated[Known, Depends(_groups)]


@pages.get(GROUP)
async def ask_for_group(
    request: Request, me: Coordinator, groups: Groups, session: Reading, gathering_id: UUID
) -> Response:
    """All that the directory has."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    return await _show(request, session, row, groups)


@pages.post(GROUP)
async def choose_group(
    request: Request,
    me: Coordinator,
    groups: Groups,
    uow: Uow,
    gathering_id: UUID,
    form: Posted[GroupForm],
) -> Response:
    """From now on only they register."""
    row = await gatherings.one(uow.session, me.tenant, gathering_id)
    if form.value is None:
        return await _show(request, uow.session, row, groups, form)
    if groups is None:
        raise Problem(503, "directory-away", "The directory does not answer")
    await use_cases.choose(uow, me, gathering_id, form.value.group_id, groups)
    return pages.saved(request, to=pages.address(request, gathering_id))


async def _show(
    request: Request,
    session: AsyncSession,
    row: Gathering,
    groups: Known,
    form: Entered[GroupForm] | None = None,
) -> Response:
    chosen = await queries.of(session, row.tenant, row.id)
    entered = form or GroupForm.empty(**({"group_id": chosen.group_id} if chosen else {}))
    back = pages.address(request, row.id)
    return pages.render(
        request,
        "group.html",
        gathering=row,
        groups=groups,
        away=AWAY if groups is None else "",
        form=replace(entered, offered={"group_id": groups or ()}),
        back=back,
        above=[(row.title, back)],
    )
