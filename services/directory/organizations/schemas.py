"""Organizations as programs and operators' systems send and see them."""

from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.directory.organizations.values import (
    CoordinationHours,
    Line,
    Offers,
    OrganizationName,
    Phone,
)
from services.directory.schemas import Posted
from shared.codes import Open
from shared.contracts.directory import OrganizationKind, SchoolNumber, SchoolType


class SchoolView(BaseModel):
    """A school that placements may name."""

    id: UUID
    school_number: SchoolNumber
    name: str
    school_type: SchoolType
    all_day_school: bool


class SchoolList(BaseModel):
    """Schools of the municipality in the order of their numbers; ``next`` is the next page."""

    items: list[SchoolView]
    next: str | None = None


class OrganizationView(BaseModel):
    """An organization as it is stored; a change names the ``version`` that was seen."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    kind: Open[OrganizationKind]
    name: str
    school_number: SchoolNumber | None
    school_type: Open[SchoolType] | None
    all_day_school: bool
    part_of: UUID | None
    district: str | None
    topics: str | None
    offers: str | None
    phone: str | None
    coordination_hours: Decimal | None
    version: int


class OrganizationList(BaseModel):
    """Organizations of the municipality by name; ``next`` is the address of the next page."""

    items: list[OrganizationView]
    next: str | None = None


class OrganizationBody(Posted):
    """An organization without its contacts; a school has a number and a type.

    ``part_of`` is the id of the carrier of a branch, the authority of a school, and their like.
    """

    kind: OrganizationKind
    name: OrganizationName
    school_number: SchoolNumber | None = None
    school_type: SchoolType | None = None
    all_day_school: bool = False
    district: Line | None = None
    topics: Line | None = None
    offers: Offers | None = None
    phone: Phone | None = None
    coordination_hours: CoordinationHours | None = None
    part_of: UUID | None = None


class ChangedOrganization(OrganizationBody):
    """The same after a change of the ``version`` that was seen."""

    version: int
