"""Feedback about gatherings: trainings says who has a right to it, surveys takes it."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel

from shared.links import LinkKind
from shared.messaging.event import Event
from shared.privacy.declared import Deletion, Kind, NotPersonal, Personal

FEEDBACK_PAGE = LinkKind("surveys.feedback", service="surveys", what="rueckmeldung")
"""Where somebody who was there answers, once; the link is about the right and names nobody."""
FEEDBACK = "/surveys/rueckmeldungen"
"""What came of it; below it, the gathering."""
FEEDBACK_QUESTIONS = "fragen"
"""Below the gathering: what its office asks beyond what is asked about every one."""

FEEDBACK_WAITING = LinkKind(
    "surveys.feedback-waiting", service="surveys", what="rueckmeldung-offen"
)
"""By which notifications, and nobody else, asks once whose right is not used yet."""


class WaitingRights(BaseModel):
    """In a random order; whoever asks keeps none of them."""

    rights: tuple[UUID, ...]


_PRESENT = Personal(
    (Kind.PARTICIPATION,),
    about="person_id",
    purpose="wer da war, wird um eine Rückmeldung gebeten; nie, ob jemand antwortet",
    deletion=Deletion.WITH_TOPIC,
)


class FeedbackOpened(
    Event, name="trainings.feedback-opened.v1", key="gathering_id", declared=(NotPersonal(),)
):
    """A gathering is over; each right is random, of one person who was there, for one answer."""

    gathering_id: UUID
    last_day: date
    rights: tuple[UUID, ...]
    closes_on: date


class FeedbackAsked(
    Event, name="trainings.feedback-asked.v1", key="gathering_id", declared=(_PRESENT,)
):
    """Somebody who was there is asked; whether they answer is never announced."""

    gathering_id: UUID
    registration_id: UUID
    person_id: UUID
    right_id: UUID
    closes_on: date
