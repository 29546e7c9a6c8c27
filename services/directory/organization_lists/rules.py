"""How lists of organizations are read, and what they would do to what is known already."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID, uuid4

from pydantic import ValidationError

from services.directory.organization_lists.schemas import (
    MAX_ORGANIZATIONS,
    Dataset,
    Faults,
    Import,
    NewContact,
    NewOrganization,
    Unread,
    school_of,
)
from services.directory.organization_lists.values import (
    COLUMNS,
    Acting,
    Change,
    Contact,
    Hierarchy,
    Newcomer,
    Outcome,
    Plan,
    RefusedRow,
    Step,
    digest_of,
    said,
)
from services.directory.organizations.values import Key, Stored, errors_of_kind, key_of
from services.directory.people.values import Person, names_of
from services.directory.rules import unreachable
from shared.contracts.directory import Role
from shared.ids import new_id
from shared.web.bodies import read_json
from shared.web.problem import FieldError, Problem
from shared.web.sheets import read_sheet
from shared.web.validation import MOST_ERRORS, field_errors

MAX_VALUES = 40 * MAX_ORGANIZATIONS
"""Of a dataset: four contacts for each organization, and some more."""


def of_dataset(dataset: Dataset) -> Import:
    """A dataset speaks of every role."""
    given = dataset.organizations
    rows = range(1, len(given) + 1)
    return Import(dataset.municipality, given, rows, tuple(Role), in_a_list=False)


def read_dataset(body: bytes) -> Import:
    """Organizations in JSON; raises ``Problem`` with the first errors."""
    value = read_json(body, MAX_VALUES)
    try:
        unread = Unread.model_validate(value)
    except ValidationError as error:
        raise _refusal(field_errors(error, "body")) from None
    organizations: list[NewOrganization] = []
    errors: list[FieldError] = []
    for place, each in enumerate(unread.organizations):
        try:
            organizations.append(NewOrganization.model_validate(each))
        except ValidationError as error:
            errors += [_within(place, found) for found in field_errors(error, "")]
            if len(errors) >= MOST_ERRORS:
                break
    refuse(errors)
    return of_dataset(Dataset(municipality=unread.municipality, organizations=tuple(organizations)))


def read_schools(municipality: str, body: bytes) -> Import:
    """As ``read_school_list``; one bad row and the whole list is refused with every reason."""
    given = read_school_list(municipality, body)
    refuse([_in_row(each.row, error) for each in given.refused for error in each.errors])
    return given


def read_school_list(municipality: str, body: bytes) -> Import:
    """The schools of a CSV list, and the rows that are none; raises ``Problem`` for no list."""
    sheet = read_sheet(body, COLUMNS)
    schools: dict[int, NewOrganization] = {}
    refused: list[RefusedRow] = []
    for row in sheet.rows:
        errors = list(row.errors)
        if not errors:
            try:
                school = school_of(row.cells, sheet.columns)
                schools[row.number] = NewOrganization.model_validate(school)
            except ValidationError as error:
                errors = field_errors(error, "row")
        if errors:
            refused.append(RefusedRow(row.number, row.cells.get("name", ""), errors))
    roles, given = [Role.HEAD], [*schools.values()]
    read = Import(municipality, given, [*schools], roles, in_a_list=True, refused=refused)
    return read.without(contradictions(read))


def read_reachable(municipality: str, body: bytes, allowed: frozenset[str]) -> Import:
    """As ``read_school_list``, without the rows whose contacts no mail can reach."""
    given = read_school_list(municipality, body)
    return given.without(unreachable_contacts(given, allowed))


def refuse(errors: Sequence[FieldError]) -> None:
    """Raise ``Problem`` if there are any."""
    if errors:
        raise _refusal(errors)


def renamed(given: Import, refused: Iterable[RefusedRow]) -> list[FieldError]:
    """What is wrong in some rows, by the fields of the whole import."""
    places = {row: place for place, row in enumerate(given.rows)}
    return [
        FieldError(given.field(places[each.row], error.field), error.reason)
        for each in refused
        for error in each.errors
    ]


def contradictions(given: Import) -> Faults:
    """Organizations that lack or have what they must not, or stand there twice."""
    faults: dict[int, list[FieldError]] = {
        place: [*errors_of_kind(each), *each.role_errors()]
        for place, each in enumerate(given.organizations)
    }
    first: dict[Key, int] = {}
    for place, organization in enumerate(given.organizations):
        before = first.setdefault(key_of(organization), place)
        if before != place:
            name = "school_number" if organization.school_number else "name"
            reason = f"stands in rows {given.rows[before]} and {given.rows[place]}"
            faults[before].append(FieldError(name, reason))
            faults[place].append(FieldError(name, reason))
    return faults


def unreachable_contacts(given: Import, allowed: frozenset[str]) -> Faults:
    """Contacts whom no mail from here can reach."""
    return {
        place: unreachable(
            {f"contacts.{n}.email": contact.email for n, contact in enumerate(each.contacts)},
            allowed,
        )
        for place, each in enumerate(given.organizations)
    }


def taken(given: Import, known: Iterable[Stored]) -> Faults:
    """Schools whose number another municipality's has."""
    places = {each.school_number: place for place, each in enumerate(given.organizations)}
    error = FieldError("school_number", "belongs to a school of another municipality")
    return {
        places[each.school_number]: [error]
        for each in known
        if each.tenant != given.municipality and each.school_number in places
    }


def misplaced(given: Import, known: Iterable[Stored]) -> Faults:
    """Organizations that cannot be a part of what they name."""
    hierarchy = Hierarchy(given.organizations, [e for e in known if e.tenant == given.municipality])
    faults = [hierarchy.fault(each) for each in given.organizations]
    return {n: [FieldError("part_of", fault)] for n, fault in enumerate(faults) if fault}


def plan(
    given: Import,
    known: Iterable[Stored],
    people: Mapping[UUID, Mapping[Role, Person]],
) -> Plan:
    """What the import would do to what is known; the same import then does exactly this."""
    mine = {key_of(each): each for each in known if each.tenant == given.municipality}
    ids = {key: each.id for key, each in mine.items()}
    ids |= {key_of(each): new_id() for each in given.organizations if key_of(each) not in ids}
    hierarchy = Hierarchy(given.organizations, mine.values())
    steps = []
    for row, wanted in zip(given.rows, given.organizations, strict=True):
        key, whole = key_of(wanted), hierarchy.whole_of(wanted)
        part_of = ids[whole] if whole else None
        steps.append(_step(row, ids[key], wanted, part_of, mine.get(key), given.roles, people))
    return Plan(steps, given.refused, digest_of(given.municipality, steps, given.refused))


def newcomers(planned: Plan) -> list[Newcomer]:
    """Whom the import would make, with nobody yet whom they may be."""
    return [
        Newcomer(place, each.role, names_of(step.acting.named[each.person_id]), ())
        for place, step in enumerate(planned.steps)
        for each in step.acting.outcomes
        if each.outcome is Outcome.ADDED
    ]


def _step(
    row: int,
    key: UUID,
    wanted: NewOrganization,
    part_of: UUID | None,
    known: Stored | None,
    roles: Collection[Role],
    people: Mapping[UUID, Mapping[Role, Person]],
) -> Step:
    now = people.get(known.id, {}) if known else {}
    acting = acting_after(wanted, roles, now)
    state = {**wanted.model_dump(exclude={"contacts"}), "part_of": part_of}
    for name in state.keys() - wanted.model_fields_set if known else ():
        state[name] = getattr(known, name)
    own = [Change(name, getattr(known, name, None), value) for name, value in state.items()]
    changes = [each for each in own if each.before != each.after]
    same_people = acting.contacts == {role: person.id for role, person in now.items()}
    outcome = Outcome.UNCHANGED if not changes and same_people else Outcome.CHANGED
    return Step(
        row=row,
        id=key,
        known=known,
        state=state,
        acting=acting,
        outcome=outcome if known else Outcome.ADDED,
        changes=[*changes, *_changed_people(roles, now, acting)],
    )


def _changed_people(
    roles: Iterable[Role], now: Mapping[Role, Person], acting: Acting
) -> list[Change]:
    changes = []
    for role in roles:
        before, after = now.get(role), acting.contacts.get(role)
        kept = before if before is not None and before.id == after else None
        person = acting.named.get(after, kept) if after else None
        texts = [said(each) if each else "" for each in (before, person)]
        changes.append(Change(role, *texts))
    return [each for each in changes if each.before != each.after]


def acting_after(
    organization: NewOrganization, roles: Collection[Role], now: Mapping[Role, Person]
) -> Acting:
    """Who is known by role and name stays the same person, whatever their address.

    Anybody else is a new person, also under an address that somebody has already.
    """
    contacts = {role: person.id for role, person in now.items()}
    if "contacts" not in organization.model_fields_set:
        return Acting(contacts, {}, [])
    named: dict[UUID, NewContact] = {}
    outcomes: list[Contact] = []
    wanted = {contact.role: contact for contact in organization.contacts}
    for role in roles:
        known, contact = now.get(role), wanted.get(role)
        if known is not None and (contact is None or not _is_named(known, contact)):
            outcomes.append(Contact(role, contacts.pop(role), Outcome.ENDED))
            known = None
        if contact is not None:
            person_id = contacts[role] = known.id if known else uuid4()
            named[person_id] = contact
            outcomes.append(Contact(role, person_id, _outcome(known, contact)))
    return Acting(contacts, named, outcomes)


def _is_named(known: Person, contact: NewContact) -> bool:
    return (known.given_name.casefold(), known.family_name.casefold()) == (
        contact.given_name.casefold(),
        contact.family_name.casefold(),
    )


def _outcome(known: Person | None, contact: NewContact) -> Outcome:
    if known is None:
        return Outcome.ADDED
    return Outcome.UNCHANGED if names_of(known) == names_of(contact) else Outcome.CHANGED


def _refusal(errors: Sequence[FieldError]) -> Problem:
    more = len(errors) - MOST_ERRORS
    detail = f"Of {len(errors)} errors these are the first {MOST_ERRORS}" if more > 0 else ""
    return Problem(422, "invalid-file", "The list is not valid", detail, errors[:MOST_ERRORS])


def _within(place: int, error: FieldError) -> FieldError:
    field = f"organizations.{place}.{error.field}".removesuffix(".")
    return FieldError(field, error.reason)


def _in_row(number: int, error: FieldError) -> FieldError:
    field = f"row {number}" if error.field == "row" else f"row {number}: {error.field}"
    return FieldError(field, error.reason)
