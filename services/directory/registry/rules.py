"""Names that stay the same at every load, and school lists as spreadsheets save them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from pydantic import ValidationError

from services.directory.registry.schemas import NewContact, NewOrganization
from shared.contracts.directory import OrganizationKind, Role
from shared.web.problem import FieldError, Problem
from shared.web.sheets import Columns, read_sheet
from shared.web.validation import innermost

_SPACE = UUID("0197f000-0000-7000-8000-000000000001")

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


def organization_id(tenant: str, organization: NewOrganization) -> UUID:
    """The same organization has the same id at every load."""
    natural_key = organization.school_number or organization.name
    return uuid5(_SPACE, f"{tenant}/{organization.kind}/{natural_key}")


def person_id(tenant: str, contact: NewContact) -> UUID:
    """The same address of a municipality is the same person at every load."""
    return uuid5(_SPACE, f"{tenant}/person/{contact.email.casefold()}")


def read_schools(body: bytes) -> tuple[NewOrganization, ...]:
    """The schools of a CSV list; one bad row and the whole list is refused with every reason."""
    schools: list[NewOrganization] = []
    errors: list[FieldError] = []
    for row in read_sheet(body, _COLUMNS):
        errors += [FieldError(f"row {row.number}", error.reason) for error in row.errors]
        if row.errors:
            continue
        try:
            schools.append(NewOrganization.model_validate(_school(row.cells)))
        except ValidationError as error:
            found = [
                FieldError(f"row {row.number}: {'.'.join(map(str, each['loc']))}", each["msg"])
                for each in error.errors(include_url=False, include_context=False)
            ]
            errors += innermost(found)
    if errors:
        raise Problem(422, "invalid-file", "The list is not valid", errors=errors)
    return tuple(schools)


def _school(cells: Mapping[str, str]) -> dict[str, Any]:
    school_type = cells.get("school_type", "").lower()
    head = {name: cells.get(name, "") for name in ("given_name", "family_name", "email")}
    return {
        "kind": OrganizationKind.SCHOOL,
        "name": cells.get("name", ""),
        "school_number": cells.get("school_number", ""),
        "school_type": _TYPES.get(school_type, school_type),
        "all_day_school": cells.get("all_day_school", "").lower() in _YES,
        "contacts": [{"role": Role.HEAD, **head}] if any(head.values()) else [],
    }
