"""Which qualifications the office follows, and what counts for them."""

from dataclasses import replace
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.gatherings import queries as gatherings
from services.trainings.qualification_kinds import queries, use_cases
from services.trainings.qualification_kinds.forms import CountedForm, KindForm
from services.trainings.qualification_kinds.models import QualificationKind
from services.trainings.qualification_kinds.values import KIND
from services.trainings.qualifications import use_cases as qualifications
from shared.context import Reading, Uow
from shared.contracts.certificates import QUALIFICATIONS
from shared.contracts.gatherings import GATHERINGS
from shared.database.paging import computed
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.kit.editing import offer_edit, offer_new
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

KINDS = f"{QUALIFICATIONS}/arten"
pages = PageRouter(__package__, prefix=KINDS.removeprefix("/trainings"), audience=Coordinator)


@pages.get("")
async def list_kinds(
    request: Request, me: Coordinator, session: Reading, page: PageRequest
) -> Response:
    """By name."""
    found = computed(await queries.kinds(session, me.tenant), page, KIND)
    return pages.render(request, "kinds.html", page=found)


@pages.get("/fuer/{gathering_id}")
async def ask_what_counts(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID
) -> Response:
    """For which ones a gathering counts."""
    known = await queries.kinds(session, me.tenant)
    chosen = [str(each.id) for each in known if gathering_id in each.gatherings]
    form = CountedForm.empty(kinds=chosen)
    return await _counted(request, me, session, gathering_id, form)


@pages.post("/fuer/{gathering_id}")
async def say_what_counts(
    request: Request, me: Coordinator, uow: Uow, gathering_id: UUID, form: Posted[CountedForm]
) -> Response:
    """Whoever has a certificate of it is reckoned anew."""
    if form.value is None:
        return await _counted(request, me, uow.session, gathering_id, form)
    await use_cases.count(uow, me, gathering_id, form.value.kinds)
    await qualifications.reckon_gathering(uow, me.tenant, gathering_id)
    return pages.saved(request, to=f"{GATHERINGS}/{gathering_id}")


async def add(uow: UnitOfWork, me: Me, given: KindForm) -> QualificationKind:
    """What people have attended before counts as well."""
    row = await use_cases.add(uow, me, given)
    await qualifications.reckon(uow, me.tenant)
    return row


async def change(uow: UnitOfWork, me: Me, kind_id: UUID, given: KindForm) -> None:
    """The same."""
    await use_cases.change(uow, me, kind_id, given)
    await qualifications.reckon(uow, me.tenant)


offer_new(pages, "Neue Qualifikation", KindForm, add)


@pages.get("/{kind_id}")
async def show_kind(request: Request, me: Coordinator, session: Reading, kind_id: UUID) -> Response:
    """One, with its rule."""
    row = await queries.one(session, me.tenant, kind_id)
    kind = next(each for each in await queries.kinds(session, me.tenant) if each.id == row.id)
    titles = await gatherings.titles_of(session, me.tenant, {*kind.gatherings})
    above = [("Arten", KINDS)]
    return pages.render(request, "kind.html", kind=kind, titles=titles, above=above)


offer_edit(pages, "Qualifikation bearbeiten", KindForm, queries.known, change)


async def _counted(
    request: Request,
    me: Me,
    session: AsyncSession,
    gathering_id: UUID,
    form: Entered[CountedForm],
) -> Response:
    row = await gatherings.one(session, me.tenant, gathering_id)
    known = await queries.kinds(session, me.tenant)
    every = [each.name for each in known if each.gathering_kind is row.kind]
    choices = [(str(each.id), each.name) for each in known if each.name not in every]
    back = f"{GATHERINGS}/{gathering_id}"
    return pages.render(
        request,
        "counted.html",
        gathering=row,
        every=every,
        choices=choices,
        form=replace(form, offered={"kinds": choices}),
        above=[(row.title, back)],
    )
