"""What notifications announces."""

from datetime import timedelta
from uuid import UUID

from shared.codes import Open, OpenCode
from shared.contracts.directory import Role
from shared.messaging.event import Event
from shared.privacy.declared import Deletion, Kind, NotPersonal, Personal, Unlinked
from shared.signing.purposes import Algorithm, Purpose

LINKS = Purpose(
    "link",
    signer="notifications",
    algorithm=Algorithm.EDDSA,
    signs_for=timedelta(days=180),
    verifies_for=timedelta(days=730),
)
"""A link is open until 60 days after its task is due."""
CODES = Purpose(
    "code",
    signer="notifications",
    algorithm=Algorithm.ECDH_ES,
    signs_for=timedelta(days=90),
    verifies_for=timedelta(days=1),
)
"""Whoever makes codes for signing in seals them to whoever writes the mails."""
SUPPORTERS = Purpose(
    "topic",
    signer="notifications",
    algorithm=Algorithm.ECDH_ES,
    signs_for=timedelta(days=30),
    verifies_for=timedelta(days=7),
)
"""Who has supported a topic is sealed to whoever writes the mails, and to nobody after 37 days."""

ANNOUNCEMENTS = "/notifications/rundmitteilungen"
"""What a coordination office tells many."""
OWN_ANNOUNCEMENTS = "/notifications/meine-rundmitteilungen"
"""What somebody was told by one."""

_LETTER = Personal(
    (Kind.EMPLOYMENT, Kind.TECHNICAL),
    about="worker_id",
    purpose="nachvollziehen, welche Nachricht unterwegs ist",
    deletion=Deletion.WITH_TOPIC,
)


_DECLINED = Personal(
    (Kind.PARTICIPATION,),
    about=Unlinked("nennt nur die Anmeldung, nicht wessen sie ist"),
    purpose="auf der Seite der Anmeldung fragen, ob sich jemand abmelden möchte",
    deletion=Deletion.WITH_TOPIC,
)


class LetterKind(OpenCode):
    """What a message is about."""

    WELCOME = "welcome"
    TASKS = "tasks"
    SURVEY_INVITATION = "survey_invitation"
    COVER = "cover"


class AnnouncedTo(OpenCode):
    """Whom an announcement is for."""

    WORKERS = "workers"
    HEADS = "heads"
    CARRIERS = "carriers"
    CONTACTS = "contacts"
    EVERYBODY = "everybody"
    """All of these."""
    GROUP = "group"
    """Those who are in a group of the directory."""


class LetterQueued(
    Event, name="notifications.letter-queued.v1", key="worker_id", declared=(_LETTER,)
):
    """A message about a worker is to be sent to whoever holds the role."""

    letter_id: UUID
    worker_id: UUID
    kind: Open[LetterKind]
    role: Open[Role]
    tasks: int = 0


class LetterSent(Event, name="notifications.letter-sent.v1", key="worker_id", declared=(_LETTER,)):
    """The mail server has accepted the message."""

    letter_id: UUID
    worker_id: UUID
    kind: Open[LetterKind]
    role: Open[Role]
    attempts: int


class LetterFailed(
    Event, name="notifications.letter-failed.v1", key="worker_id", declared=(_LETTER,)
):
    """The message could not be delivered and will not be tried again."""

    letter_id: UUID
    worker_id: UUID
    kind: Open[LetterKind]
    role: Open[Role]
    attempts: int


class CalendarDeclined(
    Event,
    name="notifications.calendar-declined.v1",
    key="registration_id",
    declared=(_DECLINED,),
):
    """Somebody's calendar has said that they do not come; they are asked whether they mean it."""

    registration_id: UUID
    date_id: UUID


class EndpointStage(OpenCode):
    """For how long an endpoint has taken nothing, and what became of it."""

    HOUR = "hour"
    DAY = "day"
    FOUR_DAYS = "four-days"
    SWITCHED_OFF = "switched-off"
    GONE = "gone"
    """It said that it wants nothing more, and is switched off at once."""


class EndpointFailing(
    Event, name="notifications.endpoint-failing.v1", key="endpoint_id", declared=(NotPersonal(),)
):
    """A carrier's or municipality's system has not taken what it is told; each stage is said once.

    Without a ``carrier_id`` it is the municipality's own.
    """

    endpoint_id: UUID
    carrier_id: UUID | None
    stage: Open[EndpointStage]


class AnnouncementPublished(
    Event,
    name="notifications.announcement-published.v1",
    key="announcement_id",
    declared=(NotPersonal(),),
):
    """An office tells many something; with a later ``edition`` it has changed the text."""

    announcement_id: UUID
    edition: int
    audience: Open[AnnouncedTo]
    recipients: int
    to_confirm: bool
    group_id: UUID | None = None
