"""What the directory announces of consultations: that something has happened, never what about."""

from uuid import UUID

from shared.codes import Open, OpenCode
from shared.links import LinkKind
from shared.messaging.event import Event
from shared.privacy.declared import Deletion, Kind, NotPersonal, Personal

CONSULTATIONS = "/directory/beratungen"
"""The office's list; one is shown below, under its id."""
OWN_CONSULTATIONS = "/directory/beratung"
"""The same of whoever asked."""
CONSULTATION_PAGE = LinkKind("directory.consultation", service="directory", what="beratung")
"""The same without a sign-in: of the person whose id the link holds."""

_ASKER = Personal(
    (Kind.PARTICIPATION,),
    about="person_id",
    purpose="wer um eine Beratung gebeten hat, erfährt von Termin und Antwort",
    deletion=Deletion.WITH_TOPIC,
)
_BY_LINK = Personal(
    (Kind.PARTICIPATION,),
    about="person_id",
    purpose="wer über den Link einer Mail um eine Beratung bittet, bekommt eine Bestätigung",
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
    declared=(NotPersonal(), _BY_LINK),
):
    """Somebody asks the coordination office for a consultation.

    ``person_id`` is who asked by the link of a mail, without a sign-in: they are told by mail that
    it has arrived. Whoever signed in has seen it, and is not named.
    """

    consultation_id: UUID
    person_id: UUID | None = None


class ConsultationScheduled(
    Event, name="directory.consultation-scheduled.v1", key="consultation_id", declared=(_ASKER,)
):
    """The office has named an appointment, or another one; ``person_id`` had asked."""

    consultation_id: UUID
    person_id: UUID


class ConsultationSettled(
    Event, name="directory.consultation-settled.v1", key="consultation_id", declared=(_ASKER,)
):
    """Nothing more comes of it; ``person_id`` had asked.

    ``by_link`` where it was taken back by the link of a mail, which may be in other hands.
    """

    consultation_id: UUID
    person_id: UUID
    outcome: Open[ConsultationOutcome]
    by_link: bool = False
