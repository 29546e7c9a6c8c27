"""What the page of parked messages is asked for, and what its forms send."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

Action = Literal["released", "discarded", "edited"]
Service = Literal["", "directory", "trainings", "surveys", "notifications", "dashboard"]
"""Which service is meant, if any."""
Position = Annotated[int, Field(ge=0, lt=2**62)]
Count = Annotated[int, Field(ge=0, lt=10**6)]


class Cause(BaseModel):
    """Why messages of one type are parked in one service; an empty type is none."""

    service: Service = ""
    type: str = Field(default="", max_length=400)
    cause: str = Field(default="", max_length=100)
    detail: str = Field(default="", max_length=8000)


class Wanted(Cause):
    """A cause to open, if any; and what has just been done, to say so."""

    after: Position = 0
    action: Action | None = None
    asked: Count = 0
    done: Count = 0


class Chosen(Cause):
    """Messages of one cause: some, or all there are."""

    positions: list[Position] = Field(default=[], max_length=1000)
    everything: bool = False


class Discarded(Chosen):
    """Messages to give up, and why."""

    reason: str = ""


class Place(Cause):
    """Where one message is parked."""

    position: Position


class Corrected(Place):
    """Another body for a copy of one message, and why."""

    data: str = ""
    reason: str = ""
