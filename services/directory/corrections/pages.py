"""The forms behind a person's page: for the office, their carrier, and addresses for oneself."""

from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.corrections import queries, use_cases
from services.directory.corrections.forms import (
    AddressForm,
    DetailsForm,
    MailForm,
    NameForm,
    NewAddressForm,
)
from services.directory.corrections.values import By
from services.directory.entries.queries import asker_of
from services.directory.entries.values import Reached, Seen
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.web.audit import looked
from shared.web.kit.forms import Entered, Form, Posted
from shared.web.kit.person import Network, Staffing
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/personen", audience=Network)


async def _by(me: Network, here: CurrentContext) -> By:
    return By(asker_of(me, local_date(here.clock.now())), me.cause)


Corrector = Annotated[By, Depends(_by)]


async def _theirs(_: Staffing, by: Corrector, session: Reading, person_id: UUID) -> Seen:
    return await queries.correctable(session, by.asker, person_id)


async def _theirs_or_own(by: Corrector, session: Reading, person_id: UUID) -> Seen:
    return await queries.correctable(session, by.asker, person_id, own=True)


Theirs = Annotated[Seen, Depends(_theirs)]
TheirsOrOwn = Annotated[Seen, Depends(_theirs_or_own)]


def _ask(
    request: Request, found: Seen, form: Entered[Any], title: str, template: str = "dated.html"
) -> Response:
    form = replace(form, left_out={*form.left_out, "mistaken"})
    back = pages.address(request, found.id)
    return pages.render(request, template, form=form, title=title, preline=found.name, back=back)


@pages.get("/{person_id}/name")
async def ask_name(request: Request, found: Theirs) -> Response:
    """What they are called."""
    return _ask(request, found, _filled(NameForm, found), "Name ändern")


@pages.post("/{person_id}/name")
async def rename(
    request: Request,
    by: Corrector,
    here: CurrentContext,
    found: Theirs,
    uow: Uow,
    form: Posted[NameForm],
) -> Response:
    """From a day on, or because it was wrong."""
    if form.value is None:
        return _ask(request, found, form, "Name ändern")
    await use_cases.correct(uow, by, here.settings, found.id, form.value)
    return pages.saved(request, to=pages.address(request, found.id))


@pages.get("/{person_id}/mail", dependencies=[looked])
async def ask_mail(request: Request, found: Theirs) -> Response:
    """Where mails go to."""
    return _ask(request, found, _filled(MailForm, found), "E-Mail ändern")


@pages.post("/{person_id}/mail")
async def write_to(
    request: Request,
    by: Corrector,
    here: CurrentContext,
    found: Theirs,
    uow: Uow,
    form: Posted[MailForm],
) -> Response:
    """From a day on, or because it was wrong."""
    if form.value is None:
        return _ask(request, found, form, "E-Mail ändern")
    await use_cases.correct(uow, by, here.settings, found.id, form.value)
    text = "Die Adresse zum Anmelden bleibt, wie sie ist."
    return pages.saved(request, detail=text, to=pages.address(request, found.id))


@pages.get("/{person_id}/adressen/neu")
async def ask_address(request: Request, found: TheirsOrOwn) -> Response:
    """One more."""
    form = NewAddressForm.empty()
    return _ask(request, found, form, "Adresse hinzufügen", "kit/form.html")


@pages.post("/{person_id}/adressen/neu")
async def add_address(
    request: Request,
    by: Corrector,
    here: CurrentContext,
    found: TheirsOrOwn,
    uow: Uow,
    form: Posted[NewAddressForm],
) -> Response:
    """It holds from a day on, or from today."""
    if form.value is None:
        return _ask(request, found, form, "Adresse hinzufügen", "kit/form.html")
    await use_cases.add_address(uow, by, here.settings, found.id, form.value)
    return pages.saved(request, to=_back(request, by, found))


@pages.get("/{person_id}/adressen/{address_id}")
async def ask_change(request: Request, found: TheirsOrOwn, address_id: UUID) -> Response:
    """One of those that hold."""
    return _ask(request, found, _address(found, address_id), "Adresse ändern")


@pages.post("/{person_id}/adressen/{address_id}")
async def change_address(
    request: Request,
    by: Corrector,
    here: CurrentContext,
    found: TheirsOrOwn,
    uow: Uow,
    address_id: UUID,
    form: Posted[AddressForm],
) -> Response:
    """From a day on, or because it was wrong; who sees it changes at once."""
    if form.value is None:
        return _ask(request, found, form, "Adresse ändern")
    where = (found.id, address_id)
    await use_cases.change_address(uow, by, here.settings, where, form.value)
    return pages.saved(request, to=_back(request, by, found))


@pages.get("/{person_id}/adressen/{address_id}/entfernen")
async def ask_whether(request: Request, found: TheirsOrOwn, address_id: UUID) -> Response:
    """It stays among the former ones."""
    _address(found, address_id)
    question = "Adresse entfernen?"
    said = "Niemand sieht sie mehr. Unter den früheren Angaben bleibt sie nachvollziehbar."
    back = pages.address(request, found.id)
    return pages.confirm(request, question, said, button="Entfernen", back=back, final=False)


@pages.post("/{person_id}/adressen/{address_id}/entfernen")
async def end_address(
    request: Request, by: Corrector, found: TheirsOrOwn, uow: Uow, address_id: UUID
) -> Response:
    """They are not reached there any more."""
    await use_cases.end_address(uow, by, found.id, address_id)
    return pages.saved(request, "Entfernt.", to=_back(request, by, found))


@pages.get("/{person_id}/angaben")
async def ask_details(request: Request, by: Corrector, found: Theirs, session: Reading) -> Response:
    """Languages, hours, and for the office a note."""
    born = await queries.birth_name_of(session, by.cause.tenant, found.id)
    known = {"languages": found.languages, "hours": found.hours, "note": found.note}
    form = DetailsForm.filled({**known, "birth_name": born, "version": found.entry_version})
    form = await _for(session, by, found, form)
    return _ask(request, found, form, "Weitere Angaben", "kit/form.html")


@pages.post("/{person_id}/angaben")
async def describe(
    request: Request, by: Corrector, found: Theirs, uow: Uow, form: Posted[DetailsForm]
) -> Response:
    """Store them."""
    if form.value is None:
        form = await _for(uow.session, by, found, form)
        return _ask(request, found, form, "Weitere Angaben", "kit/form.html")
    await use_cases.describe(uow, by, found.id, form.value)
    return pages.saved(request, to=pages.address(request, found.id))


async def _for(
    session: AsyncSession, by: By, found: Seen, form: Entered[DetailsForm]
) -> Entered[DetailsForm]:
    note = set() if by.is_office else {"note"}
    if not await queries.knows_past(session, by.asker, found.id):
        note.add("birth_name")
    return replace(form, left_out=queries.kept_from(by.asker, found) | note)


def _filled(form: type[Form], found: Seen) -> Entered[Any]:
    known = {name: getattr(found, name, None) for name in form.model_fields}
    return form.filled(known | {"mistaken": False})


def _address(found: Seen, address_id: UUID) -> Entered[AddressForm]:
    held: list[Reached] = [each for each in found.addresses if each.id == address_id]
    if not held:
        raise NoResultFound
    return AddressForm.empty(value=held[0].value, seen_by=held[0].seen_by)


def _back(request: Request, by: By, found: Seen) -> str:
    own = found.id == by.asker.person_id
    return "/directory/mein-eintrag" if own else pages.address(request, found.id)
