"""The services' tables as mapped classes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import DeclarativeBase

from services.dashboard.events import models as events
from services.directory.employments import models as employments
from services.directory.organizations import models as organizations
from services.directory.people import models as people
from services.directory.placements import models as placements
from services.notifications import models as notifications
from services.notifications.recipients import models as recipients
from services.surveys.people import models as asked
from services.surveys.pulses import models as pulses
from services.surveys.workplaces import models as workplaces
from services.trainings import models as trainings
from shared.contracts.directory import SchoolType
from shared.messaging import tables
from shared.web.idempotency import answers


class Base(DeclarativeBase):
    """Every class is mapped to a table that exists; annotated is what is read of its rows."""

    __allow_unmapped__ = True


class OutboxRow(Base):
    __table__ = tables.outbox
    id: UUID
    topic: str
    key: str
    type: str
    time: datetime
    tenant: str
    correlation_id: UUID
    causation_id: UUID | None
    data: bytes | None


class InboxRow(Base):
    __table__ = tables.inbox


class School(Base):
    __table__ = organizations.organizations
    id: UUID
    school_number: str
    school_type: SchoolType


class Person(Base):
    __table__ = people.people


class Hired(Base):
    __table__ = employments.employments
    id: UUID


class Placement(Base):
    __table__ = placements.placements


class PlacementVersion(Base):
    __table__ = placements.placement_versions


class Answer(Base):
    __table__ = answers


class Name(Base):
    __table__ = trainings.people


class Onboarding(Base):
    __table__ = trainings.onboardings


class Task(Base):
    __table__ = trainings.tasks


class Addressee(Base):
    __table__ = recipients.people


class Employment(Base):
    __table__ = recipients.employments


class Message(Base):
    __table__ = notifications.messages


class Delivery(Base):
    __table__ = notifications.deliveries


class Pulse(Base):
    __table__ = pulses.pulses


class Workplace(Base):
    __table__ = workplaces.workplaces


class SurveyName(Base):
    __table__ = asked.people


class Seen(Base):
    __table__ = events.seen
