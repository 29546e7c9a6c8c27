"""Templates as values, as they are posted, and as they are shown; days count from the start."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shared.contracts.directory import Role, SchoolType
from shared.contracts.trainings import TaskCode
from shared.web.text import PlainText


class Stage(StrEnum):
    """For which schools a task is meant."""

    ALL = "all"
    PRIMARY = "primary"
    SECONDARY = "secondary"


class TaskRule(BaseModel):
    """One line of a template."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: TaskCode
    title: Annotated[str, PlainText(160)]
    role: Role
    due_days: Annotated[int, Field(ge=-365, le=730)]
    mandatory: bool
    stage: Stage = Stage.ALL


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


class TemplateList(BaseModel):
    """What is in force for a municipality, its own and everyone's."""

    items: list[TemplateView]
