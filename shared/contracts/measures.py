"""What surveys announces of measures: who has to do what until when, and what became of it."""

from datetime import date
from uuid import UUID

from shared.links import LinkKind
from shared.messaging.event import Event, Record
from shared.privacy.declared import Deletion, Kind, Personal

MEASURES = "/surveys/massnahmen"
"""All of a municipality, for its office."""
OWN_MEASURES = "/surveys/meine-massnahmen"
MEASURE_PAGE = LinkKind("surveys.measure", service="surveys", what="massnahme")
"""One of whoever the link was sent to."""
FROM_MINUTES = f"{MEASURES}/fuer/protokoll"
"""Below it a gathering, from whose minutes a measure follows."""

_OWNER = Personal(
    (Kind.PARTICIPATION,),
    about="person_id",
    purpose="wer eine Maßnahme übernommen hat, erfährt davon und wird erinnert",
    deletion=Deletion.WITH_TOPIC,
)
_OUTSIDE = Personal(
    (Kind.IDENTITY, Kind.CONTACT),
    about="person_id",
    purpose="wer eine Maßnahme übernimmt und in keinem Verzeichnis steht; wer schreibt, hält eine"
    " Kopie",
    deletion=Deletion.TOMBSTONE,
)


class MeasureOwnerRecord(
    Record,
    name="surveys.measure-owner.v1",
    key="person_id",
    topic="surveys.measure-owners",
    declared=(_OUTSIDE,),
):
    """Somebody outside the directory to whom one measure is given."""

    person_id: UUID
    given_name: str
    family_name: str
    email: str


class MeasureAssigned(
    Event, name="surveys.measure-assigned.v1", key="measure_id", declared=(_OWNER,)
):
    """Somebody is to carry out a measure, or its day was moved.

    ``assignment_id`` is what a link to it names: it is another one for each owner. Somebody
    ``outside`` has nothing but that link.
    """

    measure_id: UUID
    assignment_id: UUID
    person_id: UUID
    due_on: date
    outside: bool = False


class MeasureDue(Event, name="surveys.measure-due.v1", key="measure_id", declared=(_OWNER,)):
    """It is open and its day is near, or over; said once of each for every day it may have."""

    measure_id: UUID
    assignment_id: UUID
    person_id: UUID
    due_on: date
    overdue: bool
    outside: bool = False


class MeasureSettled(
    Event, name="surveys.measure-settled.v1", key="measure_id", declared=(_OWNER,)
):
    """Nobody has to do it any more: it is ``done``, or will not be."""

    measure_id: UUID
    person_id: UUID
    done: bool
