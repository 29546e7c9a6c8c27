"""A template, and which of several applies."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar
from uuid import UUID

from services.trainings.schemas import TaskRule
from shared.contracts.directory import SchoolType
from shared.messaging.event import EVERYONE


@dataclass(frozen=True)
class Template:
    """A template with its tasks in order."""

    id: UUID
    tenant: str
    carrier_id: UUID | None
    school_type: str | None
    version: int
    tasks: tuple[TaskRule, ...]


class Scope(Protocol):
    """For whom a template is meant."""

    @property
    def tenant(self) -> str: ...
    @property
    def carrier_id(self) -> UUID | None: ...
    @property
    def school_type(self) -> str | None: ...
    @property
    def version(self) -> int: ...


Some = TypeVar("Some", bound=Scope)


def applicable(
    templates: Sequence[Some], tenant: str, carrier_id: UUID, school_types: Sequence[SchoolType]
) -> Some:
    """The most particular template: own municipality, then carrier, then school type, newest."""
    kinds = {school_type.value for school_type in school_types}

    def fits(each: Some) -> bool:
        return (
            each.tenant in (tenant, EVERYONE)
            and each.carrier_id in (None, carrier_id)
            and (each.school_type is None or each.school_type in kinds)
        )

    return max(
        filter(fits, templates),
        key=lambda each: (
            each.tenant == tenant,
            each.carrier_id is not None,
            each.school_type is not None,
            each.version,
        ),
    )
