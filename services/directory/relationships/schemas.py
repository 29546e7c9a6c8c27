"""Relationships as programs send and see them."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.codes import Open
from shared.contracts.relationships import RelationshipType
from shared.web.text import PlainText

ContactOrder = Annotated[int, Field(ge=1, le=99)]
"""Who is asked first has the lowest."""
Reference = Annotated[str, PlainText(200)]


class _Given(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    valid_from: date
    last_day: date | None = None
    contact_order: ContactOrder = 1
    agreed_on: date | None = None
    reference: Reference | None = None


class RelationshipBody(_Given):
    """One from an organization or from a person.

    ``replaces`` names one of the same type for the same organization that ends the day before.
    """

    type: RelationshipType
    from_organization_id: UUID | None = None
    from_person_id: UUID | None = None
    to_organization_id: UUID
    replaces: UUID | None = None


class ChangedRelationship(_Given):
    """A correction, or an end, of the ``version`` that was seen."""

    version: int


class RelationshipView(BaseModel):
    """A relationship as it is stored; ``active`` says whether it holds on the day asked for."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    type: Open[RelationshipType]
    from_organization_id: UUID | None
    from_person_id: UUID | None
    to_organization_id: UUID
    valid_from: date
    last_day: date | None
    contact_order: int
    agreed_on: date | None
    reference: str | None
    active: bool
    version: int


class RelationshipList(BaseModel):
    """Relationships of the municipality by their first day; ``next`` is the next page."""

    items: list[RelationshipView]
    next: str | None = None
