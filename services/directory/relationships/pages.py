"""Relationships as the coordination office keeps them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.documents import queries as documents
from services.directory.documents.values import Document, Of, OwnerKind
from services.directory.duplicates.queries import warned_unless_same
from services.directory.duplicates.values import Alike, shown_as
from services.directory.forms import warning
from services.directory.organizations import queries as organizations
from services.directory.people.queries import people_by_id
from services.directory.people.values import Names
from services.directory.relationships import queries, use_cases
from services.directory.relationships.forms import (
    CorrectionForm,
    EndForm,
    PlaceForm,
    RelationshipForm,
    RelationshipSearch,
    begun,
)
from services.directory.relationships.values import (
    WITH_RELATIONSHIPS,
    Asked,
    Beginning,
    Related,
    ends_of,
    types_at,
)
from services.directory.rules import refuse_unreachable
from shared.clock import A_DAY, local_date
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.relationships import RelationshipType
from shared.contracts.words import word
from shared.german import short_date
from shared.web import audit
from shared.web.audit import looked
from shared.web.kit.editing import offer_edit
from shared.web.kit.forms import Entered, Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix="/beziehungen", audience=Coordinator)


async def _asked(
    art: RelationshipType | None = None,
    an: UUID | Literal[""] | None = None,
    von: UUID | None = None,
    statt: Annotated[UUID | None, Query()] = None,
) -> Asked:
    return Asked(type=art, to=an or None, from_=von, replaces=statt)


Begin = Annotated[Asked, Depends(_asked)]


@pages.get("", dependencies=[looked])
async def list_relationships(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    search: Search[RelationshipSearch],
    page: PageRequest,
) -> Response:
    """Who is there for which organization."""
    today = local_date(here.clock.now())
    found = await queries.page_of(session, me.tenant, search, page, today)
    return pages.render(request, "relationships.html", search=search, page=found)


@pages.get("/neu")
async def ask_for_new(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, asked: Begin
) -> Response:
    """The form, once it is known of what type it is and at which organization it begins."""
    today = local_date(here.clock.now())
    found = await queries.beginning(session, me.tenant, asked, today)
    if found is not None:
        known = {"valid_from": today, "contact_order": found.next_order}
        return _form(request, found, RelationshipForm.empty(**known))
    if not asked.known:
        offered = {"an": await organizations.choices(session, me.tenant, WITH_RELATIONSHIPS, today)}
        form = replace(PlaceForm.empty(), offered=offered)
        return pages.render(request, "beginning.html", place=None, types=[], form=form)
    place = await organizations.organization(session, me.tenant, asked.known)
    return pages.render(request, "beginning.html", place=place, types=types_at(place.kind))


@pages.post("/neu")
async def add(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    asked: Begin,
    form: Posted[RelationshipForm],
) -> Response:
    """Add it; what it replaces ends the day before, which is shown first."""
    today = local_date(uow.now)
    found = await queries.beginning(uow.session, me.tenant, asked, today)
    if found is None:
        return await ask_for_new(request, me, here, uow.session, asked)
    if form.value is None:
        return _form(request, found, form)
    if alike := await _alike(uow.session, me, today, form.value):
        return _form(request, found, form, alike)
    if found.replaced and form.value.seen != form.value.what:
        return _show_replacement(request, found, form, form.value)
    if found.takes_people and form.value.email:
        refuse_unreachable({"email": form.value.email}, here.settings)
    row = await use_cases.enter(uow, me, found, form.value)
    audit.about(request, row.id)
    return pages.saved(request, to=pages.address(request, row.id))


@pages.get("/{relationship_id}", dependencies=[looked])
async def show_relationship(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    relationship_id: UUID,
) -> Response:
    """One, with both its ends."""
    row = await queries.one(session, me.tenant, relationship_id)
    [found] = await queries.named(session, me.tenant, [row], local_date(here.clock.now()))
    people = [row.from_person_id] if row.from_person_id else []
    person = (await people_by_id(session, me.tenant, people)).get(row.from_person_id or row.id)
    back = pages.address(request)
    kept = await _documents(session, me.tenant, found)
    return pages.render(
        request,
        "relationship.html",
        found=found,
        person=person,
        back=back,
        agreement=ends_of(found.type).agreement,
        documents=kept,
    )


async def _documents(session: AsyncSession, tenant: str, found: Related) -> Sequence[Document]:
    """Of an agreement those that are kept with either end; none of other relationships."""
    if not ends_of(found.type).agreement:
        return []
    ends = [each for each in (found.to_organization_id, found.from_organization_id) if each]
    kept = [
        await documents.kept_with(session, tenant, Of(OwnerKind.ORGANIZATION, each))
        for each in ends
    ]
    return [each for of in kept for each in of]


@pages.get("/{relationship_id}/beenden")
async def ask_last_day(
    request: Request, me: Coordinator, session: Reading, relationship_id: UUID
) -> Response:
    """When does it end?"""
    row = await queries.one(session, me.tenant, relationship_id)
    return _end(request, relationship_id, EndForm.filled(row))


@pages.post("/{relationship_id}/beenden")
async def end(
    request: Request, me: Coordinator, uow: Uow, relationship_id: UUID, form: Posted[EndForm]
) -> Response:
    """End it after its last day."""
    await queries.one(uow.session, me.tenant, relationship_id)
    if form.value is None:
        return _end(request, relationship_id, form)
    await use_cases.change(uow, me, relationship_id, form.value)
    return pages.saved(request, "Beendet.", to=pages.address(request, relationship_id))


@pages.get("/{relationship_id}/loeschen")
async def ask_to_remove(
    request: Request, me: Coordinator, session: Reading, relationship_id: UUID
) -> Response:
    """Really?"""
    await queries.one(session, me.tenant, relationship_id)
    return pages.confirm(
        request,
        "Beziehung löschen?",
        "Das ist für Beziehungen, die es nie gab. Was vorbei ist, wird beendet und bleibt lesbar."
        " Eine Person, die sonst niemand nennt, wird mit gelöscht.",
        button="Löschen",
    )


@pages.post("/{relationship_id}/loeschen")
async def remove(request: Request, me: Coordinator, uow: Uow, relationship_id: UUID) -> Response:
    """It never was."""
    await use_cases.remove(uow, me, relationship_id)
    return pages.saved(request, "Gelöscht.", to=pages.address(request))


offer_edit(pages, "Beziehung berichtigen", CorrectionForm, queries.one, use_cases.change)


async def _alike(
    session: AsyncSession, me: Me, today: date, form: RelationshipForm
) -> Sequence[Alike]:
    """Whom somebody may be who is new."""
    if not (form.given_name and form.family_name and form.email):
        return []
    names = Names(given_name=form.given_name, family_name=form.family_name, email=form.email)
    return await warned_unless_same(session, me, today, names, form.known)


def _form(
    request: Request,
    found: Beginning,
    form: Entered[RelationshipForm],
    alike: Sequence[Alike] = (),
) -> Response:
    status, back = 409 if alike else 200, organization_page(request, found.known)
    form, here = warning(begun(found, form), shown_as(alike)), pages.address(request)
    return pages.render(
        request, "new.html", status, found=found, form=form, alike=alike, back=back, here=here
    )


def _end(request: Request, relationship_id: UUID, form: Entered[EndForm]) -> Response:
    back = pages.address(request, relationship_id)
    return pages.render(request, "end.html", form=form, back=back)


def _show_replacement(
    request: Request,
    found: Beginning,
    form: Entered[RelationshipForm],
    value: RelationshipForm,
) -> Response:
    assert found.replaced is not None
    new = found.called(value.other) or f"{value.given_name or ''} {value.family_name or ''}".strip()
    last, first = short_date(value.valid_from - A_DAY), short_date(value.valid_from)
    kept = replace(begun(found, form), typed={**form.typed, "seen": value.what})
    return pages.confirm(
        request,
        f"{word(RelationshipType, found.type)} ablösen?",
        f"{found.replaced.source} bis einschließlich {last}; ab {first} {new or 'jemand Neues'}.",
        button="Ablösen",
        form=kept,
        final=False,
        back=pages.address(request, found.replaced.id),
    )


def organization_page(request: Request, organization_id: UUID) -> str:
    """Where the organization is shown."""
    root = request.scope.get("root_path", "")
    return f"{root}/organisationen/{organization_id}"
