"""One line of a template, as several capabilities read it; days count from the start."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.directory import Role
from shared.contracts.trainings import TaskCode
from shared.web.text import MailText


class Stage(StrEnum):
    """For which schools a task is meant."""

    ALL = "all"
    PRIMARY = "primary"
    SECONDARY = "secondary"


class TaskRule(BaseModel):
    """One line of a template."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: TaskCode
    title: Annotated[str, MailText(160)]
    role: Role
    due_days: Annotated[int, Field(ge=-365, le=730)]
    mandatory: bool
    stage: Stage = Stage.ALL
