"""What the directory announces of consultations: that something has happened, never what about."""

from uuid import UUID

from shared.codes import Open, OpenCode
from shared.messaging.event import Event
from shared.privacy.declared import Deletion, Kind, NotPersonal, Personal

CONSULTATIONS = "/directory/beratungen"
"""The office's list; one is shown below, under its id."""
OWN_CONSULTATIONS = "/directory/beratung"
"""The same of whoever asked."""

_ASKER = Personal(
    (Kind.PARTICIPATION,),
    about="person_id",
    purpose="wer um eine Beratung gebeten hat, erfährt von Termin und Antwort",
    deletion=Deletion.WITH_TOPIC,
)


class ConsultationOutcome(OpenCode):
    """How a consultation came to its end."""

    COMPLETED = "completed"
    """It was held."""
    CLOSED = "closed"
    """The office has ended it without."""
    WITHDRAWN = "withdrawn"
    """By whoever had asked."""


class ConsultationRequested(
    Event,
    name="directory.consultation-requested.v1",
    key="consultation_id",
    declared=(NotPersonal(),),
):
    """Somebody asks the coordination office for a consultation."""

    consultation_id: UUID


class ConsultationScheduled(
    Event, name="directory.consultation-scheduled.v1", key="consultation_id", declared=(_ASKER,)
):
    """The office has named an appointment, or another one; ``person_id`` had asked."""

    consultation_id: UUID
    person_id: UUID


class ConsultationSettled(
    Event, name="directory.consultation-settled.v1", key="consultation_id", declared=(_ASKER,)
):
    """Nothing more comes of it; ``person_id`` had asked."""

    consultation_id: UUID
    person_id: UUID
    outcome: Open[ConsultationOutcome]
