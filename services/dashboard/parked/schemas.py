"""What the page of parked messages is asked for, and what its forms send."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field

Position = Annotated[int, Field(ge=0, lt=2**62)]
Service = Annotated[str, Field(pattern=r"^[a-z]{1,40}$")]


class Cause(BaseModel):
    """Why messages of one type are parked in one service; an empty type is none."""

    service: Service
    type: str = Field(default="", max_length=400)
    cause: str = Field(default="", max_length=8000)


class Chosen(Cause):
    """Messages of one cause: some, or all there are."""

    positions: list[Position] = Field(default=[], max_length=1000)
    everything: bool = False


class Discarded(Chosen):
    """Messages to give up, and why."""

    reason: str = Field(default="", max_length=10_000)


class Place(BaseModel):
    """Where one message is parked."""

    service: Service
    position: Position


class Corrected(Place):
    """Another body for a copy of one message, and why."""

    data: str = ""
    reason: str = Field(default="", max_length=10_000)
