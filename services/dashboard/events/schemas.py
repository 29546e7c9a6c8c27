"""An event as it was seen, what may be asked for, and how the API answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from services.dashboard.events.values import Occurrence


def _nothing_if_empty(value: object) -> object:
    return None if value == "" else value


class EventFilter(BaseModel):
    """Which events somebody wants to see; an empty field of a form asks for nothing."""

    model_config = ConfigDict(frozen=True)

    service: str = Field(default="", max_length=40)
    type: str = Field(default="", max_length=120)
    municipality: str = Field(default="", pattern=r"^(\d{8})?$")
    correlation: Annotated[UUID | None, BeforeValidator(_nothing_if_empty)] = None

    def wants(self, event: Occurrence) -> bool:
        """Whether ``event`` is one of them."""
        return (
            self.service in ("", event.source)
            and self.type in ("", event.type)
            and self.municipality in ("", event.tenant)
            and self.correlation in (None, event.correlation_id)
        )

    def of(self, municipality: str) -> Self:
        """The same in the municipality that is in sight, empty for all."""
        return self.model_copy(update={"municipality": municipality})

    def as_query(self) -> dict[str, str]:
        """The fields that are set, for a link."""
        return {name: str(getattr(self, name)) for name in _FIELDS if getattr(self, name)}


_FIELDS = tuple(EventFilter.model_fields)


class EventPage(EventFilter):
    """A filter for programs, and where to go on."""

    after: int = Field(default=0, ge=0, lt=2**63)
    limit: int = Field(default=100, ge=1, le=500)


class EventSearch(EventFilter):
    """A filter for people; ``before`` turns pages back in time."""

    before: Annotated[
        Annotated[int, Field(ge=0, lt=2**63)] | None, BeforeValidator(_nothing_if_empty)
    ] = None


class EventStream(EventFilter):
    """A filter for a stream that begins now, or after a position."""

    after: Annotated[
        Annotated[int, Field(ge=0, lt=2**63)] | None, BeforeValidator(_nothing_if_empty)
    ] = None
    form: Literal["html", "json"] = "html"


class EventView(BaseModel):
    """One event, with its words in German."""

    position: int
    id: UUID
    type: str
    source: str
    time: datetime
    municipality: str
    correlation_id: UUID
    causation_id: UUID | None
    words: str
    data: Any

    @classmethod
    def of(cls, event: Occurrence, words: str) -> "EventView":
        values: Mapping[str, Any] = {
            name: getattr(event, name) for name in cls.model_fields if hasattr(event, name)
        }
        return cls(**values, municipality=event.tenant, words=words)


class EventList(BaseModel):
    """Some events, oldest first; ``next`` continues, now if ``more`` or later."""

    events: list[EventView]
    more: bool
    next: str
