"""Templates as values, as they are posted, and as they are shown; days count from the start."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.trainings.schemas import TaskRule
from services.trainings.templates.values import Template
from shared.contracts.directory import SchoolType


class NewTemplate(BaseModel):
    """A template of a municipality, for all its onboardings or for a carrier or a school type."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    municipality: Annotated[str, Field(pattern=r"^\d{8}$")]
    carrier_id: UUID | None = None
    school_type: SchoolType | None = None
    tasks: Annotated[tuple[TaskRule, ...], Field(min_length=1, max_length=100)]

    @model_validator(mode="after")
    def _codes_differ(self) -> "NewTemplate":
        codes = [task.code for task in self.tasks]
        if len(set(codes)) < len(codes):
            raise ValueError("two tasks bear the same code")
        return self


class TemplateView(BaseModel):
    """A template that is in force."""

    id: UUID
    municipality: str
    carrier_id: UUID | None
    school_type: SchoolType | None
    version: int
    tasks: list[TaskRule]

    @classmethod
    def of(cls, template: Template) -> "TemplateView":
        """The template as it is shown."""
        return cls(
            id=template.id,
            municipality=template.tenant,
            carrier_id=template.carrier_id,
            school_type=SchoolType(template.school_type) if template.school_type else None,
            version=template.version,
            tasks=list(template.tasks),
        )


class TemplateList(BaseModel):
    """What is in force for a municipality, its own and everyone's."""

    items: list[TemplateView]
