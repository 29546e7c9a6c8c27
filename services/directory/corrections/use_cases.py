"""Corrects names, addresses and what else is known of somebody, and keeps what was."""

from uuid import UUID

from services.directory.corrections import rules
from services.directory.corrections.forms import (
    AddressForm,
    DetailsForm,
    MailForm,
    NameForm,
    NewAddressForm,
)
from services.directory.corrections.queries import (
    birth_name_of,
    correctable,
    kept_from,
    knows_past,
    seen_address,
)
from services.directory.corrections.schemas import CorrectedPerson
from services.directory.corrections.values import By
from services.directory.people import use_cases as people
from services.directory.people.values import Since
from services.directory.rules import refuse_unreachable
from shared.database.versions import Overtaken
from shared.messaging.unit_of_work import UnitOfWork
from shared.settings import Settings

_CORRECTED = ("given_name", "family_name", "email")


async def correct(
    uow: UnitOfWork,
    by: By,
    settings: Settings,
    person_id: UUID,
    given: NameForm | MailForm | CorrectedPerson,
) -> None:
    """From a day on, or because it was wrong; raises ``Problem``, or ``Overtaken``."""
    found = await correctable(uow.session, by.asker, person_id)
    named = {name: getattr(given, name, None) for name in _CORRECTED}
    changed = {name: value for name, value in named.items() if value is not None}
    if found.version != given.version:
        stored = {name: getattr(found, name) for name in changed}
        undated = {"valid_from": None, "mistaken": False, "version": found.version}
        raise Overtaken(given, stored | undated)
    if "email" in changed:
        refuse_unreachable({"email": changed["email"]}, settings)
    since = rules.since(by.asker.today, given.valid_from, mistaken=given.mistaken)
    await people.correct(uow, person_id, changed, since, by.cause)


async def add_address(
    uow: UnitOfWork, by: By, settings: Settings, person_id: UUID, given: NewAddressForm
) -> None:
    """Raises ``Problem``."""
    today = by.asker.today
    await correctable(uow.session, by.asker, person_id, own=True)
    value = rules.address_of(given.kind, given.value, settings)
    day = rules.since(today, given.valid_from, mistaken=False, ahead=True).valid_from
    owner = (by.cause.tenant, person_id)
    people.add_address(uow, owner, (given.kind, value), given.seen_by, day or today)
    await people.match_again(uow, *owner)


async def change_address(
    uow: UnitOfWork, by: By, settings: Settings, where: tuple[UUID, UUID], given: AddressForm
) -> None:
    """Somebody's, by both ids; who sees it changes at once. Raises ``Problem``."""
    await seen_address(uow.session, by.asker, *where)
    address = await people.address_of(uow, by.cause.tenant, *where)
    value = rules.address_of(address.kind, given.value, settings)
    address.seen_by = given.seen_by
    today, mistaken = by.asker.today, given.mistaken
    since = rules.since(today, given.valid_from, mistaken=mistaken, ahead=True)
    people.replace_address(uow, address, value, since)
    await people.match_again(uow, by.cause.tenant, where[0])


async def end_address(uow: UnitOfWork, by: By, person_id: UUID, address_id: UUID) -> None:
    """From today on they are not reached there; raises ``NoResultFound``."""
    await seen_address(uow.session, by.asker, person_id, address_id)
    address = await people.address_of(uow, by.cause.tenant, person_id, address_id)
    people.end_address(address, Since(by.asker.today))


async def describe(uow: UnitOfWork, by: By, person_id: UUID, given: DetailsForm) -> None:
    """The note is the coordination office's alone; raises ``Overtaken``."""
    tenant = by.cause.tenant
    hidden = kept_from(by.asker, await correctable(uow.session, by.asker, person_id))
    shown = [name for name in ("languages", "hours") if name not in hidden]
    entry = await people.entry_of(uow, person_id, tenant)
    past = await knows_past(uow.session, by.asker, person_id)
    if entry.version != given.version:
        born = await birth_name_of(uow.session, tenant, person_id) if past else ""
        note = entry.note if by.is_office else ""
        stored = {"birth_name": born, "note": note, "version": entry.version}
        raise Overtaken(given, {name: getattr(entry, name) for name in shown} | stored)
    for name in shown:
        setattr(entry, name, getattr(given, name))
    if by.is_office:
        entry.note = given.note
    if past:
        before = await birth_name_of(uow.session, tenant, person_id)
        await people.call_born(uow, person_id, before, given.birth_name or "", by.cause)
