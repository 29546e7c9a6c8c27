"""Groups as the coordination office keeps them, and who is in one today."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.documents.queries import kept_with
from services.directory.documents.values import Of, OwnerKind
from services.directory.entries.queries import asker_of, called, page_of, search_for, seen_of
from services.directory.groups import queries, use_cases
from services.directory.groups.forms import GroupForm, GroupSearch, OrganizationPick, PersonPick
from services.directory.groups.rules import in_words
from services.directory.groups.values import Day, Pick
from services.directory.organizations.queries import all_schools, to_choose
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow, context_of
from shared.contracts.directory import OrganizationKind
from shared.contracts.words import word
from shared.web.audit import looked
from shared.web.kit.editing import Offered, offer_edit, offer_new
from shared.web.kit.forms import Entered, Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.reasons import in_german
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix="/gruppen", audience=Coordinator)
MOST_FOUND = 20
"""People that a name is found to mean."""
PICKED = "von-hand"


@pages.get("")
async def list_groups(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    search: Search[GroupSearch],
    page: PageRequest,
) -> Response:
    """By name, with how many are in each today."""
    at = Day(me.tenant, local_date(here.clock.now()))
    found = await queries.page_of(session, search, page, at)
    return pages.render(request, "groups.html", search=search, page=found)


async def offered(session: AsyncSession, me: Me, today: date) -> Offered:
    """What a rule can name."""
    carriers = await to_choose(session, me.tenant, today, OrganizationKind.CARRIER)
    schools = await all_schools(session, me.tenant, today)
    return {
        "carrier_id": [(str(each.id), each.name) for each in carriers],
        "schools": [(str(each.id), str(each.name)) for each in schools],
    }


offer_new(pages, "Neue Gruppe", GroupForm, use_cases.add, offering=offered)


@pages.get("/{group_id}", dependencies=[looked])
async def show_group(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    page: PageRequest,
    group_id: UUID,
) -> Response:
    """Who is in it today."""
    today = local_date(here.clock.now())
    group = await queries.one(session, me.tenant, group_id)
    named = await queries.organizations_named(session, [group], me.tenant)
    among = queries.members(group, Day(me.tenant, today))
    found = await page_of(session, asker_of(me, today), search_for(), page, among)
    kept = await kept_with(session, me.tenant, Of(OwnerKind.GROUP, group_id))
    said = in_words(group.rule, named)
    return pages.render(request, "group.html", group=group, rule=said, page=found, documents=kept)


@pages.get("/{group_id}/loeschen")
async def ask_to_remove(
    request: Request, me: Coordinator, session: Reading, group_id: UUID
) -> Response:
    """Really?"""
    group = await queries.one(session, me.tenant, group_id)
    return pages.confirm(
        request,
        f"Gruppe „{group.name}“ löschen?",
        "Ihre Dokumente werden mit gelöscht. Die Personen bleiben, wie sie sind.",
        button="Löschen",
    )


@pages.post("/{group_id}/loeschen")
async def remove(request: Request, me: Coordinator, uow: Uow, group_id: UUID) -> Response:
    """There is no such group any more."""
    await use_cases.remove(uow, me, group_id)
    return pages.saved(request, "Gelöscht.", to=pages.address(request))


@pages.get("/{group_id}/von-hand", dependencies=[looked])
async def list_picks(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    page: PageRequest,
    group_id: UUID,
) -> Response:
    """Whom the office put into it."""
    group = await queries.one(session, me.tenant, group_id)
    at = Day(me.tenant, local_date(here.clock.now()))
    found = await queries.page_of_picks(session, group_id, page, at)
    above = [(group.name, pages.address(request, group_id))]
    return pages.render(request, "picks.html", group=group, page=found, above=above)


@pages.get("/{group_id}/von-hand/person")
async def ask_for_person(
    request: Request, me: Coordinator, session: Reading, group_id: UUID
) -> Response:
    """The form for a name."""
    await queries.one(session, me.tenant, group_id)
    return _person(request, group_id, replace(PersonPick.empty(), left_out={"person_id"}))


@pages.post("/{group_id}/von-hand/person", dependencies=[looked])
async def put_person_in(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    group_id: UUID,
    form: Posted[PersonPick],
) -> Response:
    """Show who is called so, or put in who was chosen."""
    await queries.one(uow.session, me.tenant, group_id)
    if form.value is None:
        return _person(request, group_id, replace(form, left_out={"person_id"}))
    if form.value.person_id is None:
        return _person(request, group_id, await _found(uow.session, me, here, form))
    await use_cases.put_in(uow, me.cause, group_id, [Pick(form.value.person_id, None, "")])
    to = pages.address(request, group_id, PICKED)
    return pages.saved(request, "In die Gruppe aufgenommen.", to=to)


@pages.get("/{group_id}/von-hand/organisation")
async def ask_for_organization(
    request: Request, me: Coordinator, session: Reading, group_id: UUID
) -> Response:
    """The form for an organization, and as what somebody acts for it."""
    await queries.one(session, me.tenant, group_id)
    return await _organization(request, me, session, group_id, OrganizationPick.empty())


@pages.post("/{group_id}/von-hand/organisation")
async def put_organization_in(
    request: Request, me: Coordinator, uow: Uow, group_id: UUID, form: Posted[OrganizationPick]
) -> Response:
    """Whoever acts for it is in the group from now on."""
    if (given := form.value) is None:
        await queries.one(uow.session, me.tenant, group_id)
        return await _organization(request, me, uow.session, group_id, form)
    picked = Pick(None, given.organization_id, given.role.value if given.role else "")
    await use_cases.put_in(uow, me.cause, group_id, [picked])
    to = pages.address(request, group_id, PICKED)
    return pages.saved(request, "In die Gruppe aufgenommen.", to=to)


@pages.get("/{group_id}/von-hand/{pick_id}", dependencies=[looked])
async def ask_to_take_out(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    group_id: UUID,
    pick_id: UUID,
) -> Response:
    """Really?"""
    group = await queries.one(session, me.tenant, group_id)
    at = Day(me.tenant, local_date(here.clock.now()))
    found = await queries.pick(session, at, group_id, pick_id)
    kept = " Die Regel nimmt weiter auf, wen sie meint." if group.rule else ""
    return pages.confirm(
        request,
        "Aus der Gruppe nehmen?",
        f"{found.name} ({found.what}) ist dann nicht mehr von Hand in „{group.name}“.{kept}",
        button="Aus der Gruppe nehmen",
        final=False,
    )


@pages.post("/{group_id}/von-hand/{pick_id}")
async def take_out(
    request: Request, me: Coordinator, uow: Uow, group_id: UUID, pick_id: UUID
) -> Response:
    """Nobody is in it because of this any more."""
    await use_cases.take_out(uow, me, group_id, pick_id)
    to = pages.address(request, group_id, PICKED)
    return pages.saved(request, "Aus der Gruppe genommen.", to=to)


offer_edit(pages, "Gruppe bearbeiten", GroupForm, queries.one, use_cases.change, offering=offered)


async def _found(
    session: AsyncSession, me: Me, here: CurrentContext, form: Entered[PersonPick]
) -> Entered[Any]:
    """The form with who is called so, or with what is wrong with the name."""
    asker = asker_of(me, local_date(here.clock.now()))
    ids = await called(session, asker, str(form.typed["text"]), MOST_FOUND + 1)
    hidden = replace(form, left_out={"person_id"})
    if not ids:
        return hidden.refused("text", in_german("nobody here is called so"))
    if len(ids) > MOST_FOUND:
        return hidden.refused("text", in_german("too many are called so"))
    seen = await seen_of(session, asker, ids)
    people = [seen[key] for key in ids if key in seen]
    choices = [(str(each.id), ", ".join(filter(None, [each.name, each.work]))) for each in people]
    return replace(form, value=None, offered={"person_id": choices})


def _person(request: Request, group_id: UUID, form: Entered[Any]) -> Response:
    back = pages.address(request, group_id, PICKED)
    return pages.render(request, "pick_person.html", form=form, back=back)


async def _organization(
    request: Request, me: Me, session: AsyncSession, group_id: UUID, form: Entered[Any]
) -> Response:
    today = local_date(context_of(request).clock.now())
    every = await to_choose(session, me.tenant, today)
    choices = [(str(e.id), f"{e.name} ({word(OrganizationKind, e.kind)})") for e in every]
    form = replace(form, offered={"organization_id": choices})
    back = pages.address(request, group_id, PICKED)
    return pages.render(request, "pick_organization.html", form=form, back=back)
