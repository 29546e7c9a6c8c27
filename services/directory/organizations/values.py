"""What tells one organization from another, and what neighbours want of it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Protocol
from uuid import UUID

from pydantic import Field

from shared.contracts.directory import OrganizationKind, Role
from shared.contracts.words import words
from shared.web.kit.reasons import reasons
from shared.web.problem import FieldError
from shared.web.text import FreeText, MailText, PlainText

reasons(
    {
        "a school must have one": "Bei einer Schule ist diese Angabe nötig.",
        "only a school has one": "Diese Angabe haben nur Schulen.",
        "must lie before the last day": "Das liegt nach dem letzten Tag.",
        "only a municipality has one": "Diese Angabe hat nur die Kommune.",
    }
)

OrganizationName = Annotated[str, MailText(160)]
"""It stands in mails."""
Line = Annotated[str, PlainText(160)]
Phone = Annotated[str, Field(pattern=r"^[0-9+/() -]{3,40}$")]
Offers = Annotated[str, FreeText(2000)]

CoordinationHours = Annotated[Decimal, Field(ge=0, le=999, max_digits=5, decimal_places=2)]
"""Per week, of all coordinators together."""

Key = tuple[OrganizationKind, str]


class Standing(StrEnum):
    """Where an organization stands on a day."""

    OPEN = "open"
    COMING = "coming"
    CLOSED = "closed"


words(Standing, open="geöffnet", coming="öffnet noch", closed="geschlossen")


def closed_by(valid_to: date | None, today: date) -> bool:
    """Half-open: the day ``valid_to`` is the first on which it is closed."""
    return valid_to is not None and valid_to <= today


def standing_of(valid_from: date | None, valid_to: date | None, today: date) -> Standing:
    if closed_by(valid_to, today):
        return Standing.CLOSED
    return Standing.COMING if valid_from is not None and valid_from > today else Standing.OPEN


class Named(Protocol):
    """An organization, given or stored."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def school_number(self) -> str | None: ...


class Stored(Named, Protocol):
    """An organization that is there already."""

    @property
    def id(self) -> UUID: ...
    @property
    def tenant(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def part_of(self) -> UUID | None: ...


class Dated(Stored, Protocol):
    """With the days on which it is open."""

    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...
    @property
    def last_day(self) -> date | None: ...
    @property
    def successor_id(self) -> UUID | None: ...
    @property
    def former_number(self) -> str | None: ...
    def standing(self, today: date) -> Standing: ...


class Wanted(Protocol):
    """An organization as it is to be stored, and who acts for it; ``known`` if it is there."""

    @property
    def id(self) -> UUID: ...
    @property
    def known(self) -> Stored | None: ...
    @property
    def state(self) -> Mapping[str, Any]: ...
    @property
    def contacts(self) -> Mapping[Role, UUID]: ...


def key_of(organization: Named) -> Key:
    """By what an organization is known in its municipality, of which there is only one itself."""
    kind = OrganizationKind(organization.kind)
    if kind is OrganizationKind.MUNICIPALITY:
        return kind, ""
    return kind, organization.school_number or organization.name.casefold()


class OfAKind(Protocol):
    """What only some organizations have."""

    @property
    def kind(self) -> str: ...
    @property
    def school_number(self) -> str | None: ...
    @property
    def school_type(self) -> str | None: ...
    @property
    def coordination_hours(self) -> Decimal | None: ...


def errors_of_kind(given: OfAKind) -> list[FieldError]:
    """What a school lacks, or anything has that only schools or only the municipality have."""
    school = given.kind is OrganizationKind.SCHOOL
    errors = []
    for name in ("school_number", "school_type"):
        if school and getattr(given, name) is None:
            errors.append(FieldError(name, "a school must have one"))
        elif not school and getattr(given, name) is not None:
            errors.append(FieldError(name, "only a school has one"))
    if given.school_number is not None and not given.school_number.isascii():
        errors.append(FieldError("school_number", "must be six digits"))
    office = given.kind is OrganizationKind.MUNICIPALITY
    if given.coordination_hours is not None and not office:
        errors.append(FieldError("coordination_hours", "only a municipality has one"))
    return errors
