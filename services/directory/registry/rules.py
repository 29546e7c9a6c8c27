"""What organizations must satisfy, how lists of them are read, and who of them is known already."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID, uuid4

from pydantic import ValidationError

from services.directory.registry.schemas import (
    MAX_ORGANIZATIONS,
    ContactAnswer,
    Dataset,
    NewContact,
    NewOrganization,
    Outcome,
    Unread,
)
from shared.contracts.directory import OrganizationKind, Role
from shared.web.bodies import read_json
from shared.web.problem import FieldError, Problem
from shared.web.sheets import Columns, read_sheet
from shared.web.validation import MOST_ERRORS, field_errors

MAX_VALUES = 40 * MAX_ORGANIZATIONS
"""Of a dataset: four contacts for each organization, and some more."""

_COLUMNS = Columns(
    required=("school_number", "name", "school_type"),
    optional=("all_day_school", "given_name", "family_name", "email"),
    headings={
        "schulnummer": "school_number",
        "schule": "name",
        "schulform": "school_type",
        "ogs": "all_day_school",
        "leitung vorname": "given_name",
        "leitung nachname": "family_name",
        "leitung e-mail": "email",
    },
)
_HEAD = ("given_name", "family_name", "email")
_TYPES = {
    "grundschule": "primary",
    "hauptschule": "main",
    "realschule": "middle",
    "sekundarschule": "secondary",
    "gesamtschule": "comprehensive",
    "gymnasium": "grammar",
    "förderschule": "special_needs",
    "förderzentrum": "special_needs",
    "berufskolleg": "vocational",
}
_YES = {"ja", "j", "x", "1", "true", "yes"}

Key = tuple[OrganizationKind, str]


@dataclass(frozen=True)
class Import:
    """Organizations of a municipality, the row of each, and the roles that are spoken of."""

    municipality: str
    organizations: Sequence[NewOrganization]
    rows: Sequence[int]
    roles: Collection[Role]
    in_a_list: bool

    def field(self, place: int, name: str) -> str:
        """How the field of the organization at that place, from 0, is called in an error."""
        if self.in_a_list:
            return f"row {self.rows[place]}: {name}"
        return f"organizations.{place}.{name}"


class Person(Protocol):
    """Somebody who acts for an organization already."""

    @property
    def id(self) -> UUID: ...
    @property
    def given_name(self) -> str: ...
    @property
    def family_name(self) -> str: ...
    @property
    def email(self) -> str: ...


@dataclass(frozen=True)
class Acting:
    """Who acts for an organization after an import, and what became of each who was named."""

    contacts: Mapping[Role, UUID]
    named: Mapping[UUID, NewContact]
    answers: Sequence[ContactAnswer]


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
    """The schools of a CSV list; one bad row and the whole list is refused with every reason."""
    sheet = read_sheet(body, _COLUMNS)
    schools: dict[int, NewOrganization] = {}
    errors: list[FieldError] = []
    for row in sheet.rows:
        found = list(row.errors)
        if not found:
            try:
                schools[row.number] = NewOrganization.model_validate(
                    _school(row.cells, sheet.columns)
                )
            except ValidationError as error:
                found = field_errors(error, "row")
        errors += [_in_row(row.number, each) for each in found]
    given = Import(municipality, [*schools.values()], [*schools], [Role.HEAD], in_a_list=True)
    errors += contradictions(given)
    if errors:
        raise _refusal(errors)
    return given


def refuse(errors: Sequence[FieldError]) -> None:
    """Raise ``Problem`` if there are any."""
    if errors:
        raise _refusal(errors)


def contradictions(given: Import) -> list[FieldError]:
    """Organizations that lack or have what they must not, or stand there twice."""
    errors = []
    first: dict[Key, int] = {}
    for place, organization in enumerate(given.organizations):
        errors += [
            FieldError(given.field(place, each.field), each.reason)
            for each in (*_school_errors(organization), *_role_errors(organization))
        ]
        before = first.setdefault(key_of(organization), place)
        if before != place:
            name = "school_number" if organization.school_number else "name"
            reason = f"stands in rows {given.rows[before]} and {given.rows[place]}"
            errors += [
                FieldError(given.field(before, name), reason),
                FieldError(given.field(place, name), reason),
            ]
    return errors


class Named(Protocol):
    """An organization, given or stored."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def school_number(self) -> str | None: ...


def key_of(organization: Named) -> Key:
    """By what an organization is known in its municipality, of which there is only one itself."""
    kind = OrganizationKind(organization.kind)
    if kind is OrganizationKind.MUNICIPALITY:
        return kind, ""
    return kind, organization.school_number or organization.name.casefold()


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
    answers: list[ContactAnswer] = []
    wanted = {contact.role: contact for contact in organization.contacts}
    for role in roles:
        known, contact = now.get(role), wanted.get(role)
        if known is not None and (contact is None or not _is_named(known, contact)):
            answers.append(_answer(role, contacts.pop(role), Outcome.ENDED))
            known = None
        if contact is not None:
            person_id = contacts[role] = known.id if known else uuid4()
            named[person_id] = contact
            answers.append(_answer(role, person_id, _outcome(known, contact)))
    return Acting(contacts, named, answers)


def names_of(contact: NewContact) -> dict[str, str]:
    """What is stored of a person."""
    return contact.model_dump(include={"given_name", "family_name", "email"})


def _is_named(known: Person, contact: NewContact) -> bool:
    return (known.given_name.casefold(), known.family_name.casefold()) == (
        contact.given_name.casefold(),
        contact.family_name.casefold(),
    )


def _outcome(known: Person | None, contact: NewContact) -> Outcome:
    if known is None:
        return Outcome.ADDED
    same = all(getattr(known, name) == value for name, value in names_of(contact).items())
    return Outcome.UNCHANGED if same else Outcome.CHANGED


def _answer(role: Role, person_id: UUID, outcome: Outcome) -> ContactAnswer:
    return ContactAnswer(role=role, person_id=person_id, outcome=outcome)


def _school_errors(given: NewOrganization) -> list[FieldError]:
    school = given.kind is OrganizationKind.SCHOOL
    errors = []
    for name in ("school_number", "school_type"):
        if school and getattr(given, name) is None:
            errors.append(FieldError(name, "a school must have one"))
        elif not school and getattr(given, name) is not None:
            errors.append(FieldError(name, "only a school has one"))
    if given.school_number is not None and not given.school_number.isascii():
        errors.append(FieldError("school_number", "must be six digits"))
    return errors


def _role_errors(given: NewOrganization) -> list[FieldError]:
    first: dict[Role, int] = {}
    return [
        FieldError(f"contacts.{place}.role", f"contact {before + 1} has this role already")
        for place, contact in enumerate(given.contacts)
        if (before := first.setdefault(contact.role, place)) != place
    ]


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


def _school(cells: Mapping[str, str], columns: Collection[str]) -> dict[str, Any]:
    school_type = cells.get("school_type", "").casefold()
    school: dict[str, Any] = {
        "kind": OrganizationKind.SCHOOL,
        "name": cells.get("name", ""),
        "school_number": cells.get("school_number", ""),
        "school_type": _TYPES.get(school_type, school_type),
    }
    if "all_day_school" in columns:
        school["all_day_school"] = cells.get("all_day_school", "").casefold() in _YES
    head = {name: cells.get(name, "") for name in _HEAD}
    if any(name in columns for name in _HEAD):
        school["contacts"] = [{"role": Role.HEAD, **head}] if any(head.values()) else []
    return school
