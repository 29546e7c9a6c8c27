"""Consultations as programs read and post them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from services.directory.consultations.forms import LONGEST_MINUTES
from services.directory.consultations.values import (
    Appointment,
    Note,
    State,
    Topic,
    Way,
)
from services.directory.consultations.values import Request as Asked
from services.directory.schemas import Posted
from shared.codes import Open
from shared.contracts.accounts import AccessRole
from shared.web.text import PlainText


class NewConsultation(Posted):
    """What somebody asks for; nothing of a case."""

    topic: Topic
    note: Note = ""

    @property
    def asked(self) -> Asked:
        return Asked(self.topic, self.note, Way.API)


class NewAppointment(Posted):
    """When and where; ``version`` is that of the consultation as it was read."""

    starts_at: AwareDatetime
    minutes: Annotated[int, Field(ge=5, le=LONGEST_MINUTES)]
    place: Annotated[str, PlainText(160)]
    version: int

    @property
    def appointment(self) -> Appointment:
        return Appointment(self.starts_at, self.minutes, self.place)


class AppointmentView(BaseModel):
    """When and where; ``revision`` grows whenever it is moved or called off."""

    model_config = ConfigDict(from_attributes=True)

    starts_at: datetime
    minutes: int
    place: str
    revision: int


class ConsultationView(BaseModel):
    """One of them; nobody is named."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    version: int
    state: Open[State]
    topic: Open[Topic]
    asked_at: datetime
    asked_as: Open[AccessRole]
    asked_by: Open[Way]
    note: str
    appointment: AppointmentView | None
    settled_at: datetime | None


class ConsultationList(BaseModel):
    """Some of them; ``next`` is where to go on."""

    items: list[ConsultationView]
    next: str | None
