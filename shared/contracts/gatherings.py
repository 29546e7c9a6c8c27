"""What trainings announces of gatherings: what there is, who has a seat, and who had one."""

from datetime import date, datetime, time
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.codes import Open, OpenCode
from shared.links import LinkKind
from shared.messaging.event import Event, Record
from shared.privacy.declared import Deletion, Kind, NotPersonal, Personal

CATALOGUE = "/trainings/angebote"
"""What there is; one is shown below, under its id."""
APPROVALS = "/trainings/freigaben"
"""The page with all registrations about which an office has still to decide."""
GATHERINGS = "/trainings/veranstaltungen"
"""The same for the office that organises them."""
REGISTRATION_PAGE = LinkKind("trainings.registration", service="trainings", what="anmeldung")
"""One registration of the person to whom the link was sent."""
GUESTS = "/trainings/gaeste"
"""What is open to guests, who sign in nowhere; below it a municipality, then a gathering."""
GUEST_PAGE = LinkKind("trainings.guest", service="trainings", what="gast")
"""Where a guest confirms that the address is theirs, and registers."""

_SEAT = Personal(
    (Kind.PARTICIPATION,),
    about="person_id",
    purpose="wer sich angemeldet hat, erfährt von Platz, Warteliste, Terminen und Absage",
    deletion=Deletion.WITH_TOPIC,
)
_REGISTRAR = Personal(
    (Kind.PARTICIPATION,),
    about="person_id",
    purpose="wer jemanden angemeldet hat, bekommt darüber eine Bestätigung",
    deletion=Deletion.WITH_TOPIC,
)
_REGISTERED = Personal(
    (Kind.PARTICIPATION,),
    about="person_id",
    purpose="was über eine Anmeldung verschickt wird, wird vorher noch einmal geprüft",
    deletion=Deletion.TOMBSTONE,
)

_GUEST = Personal(
    (Kind.IDENTITY, Kind.CONTACT),
    about="person_id",
    purpose="Gäste einer Veranstaltung stehen in keinem Verzeichnis; wer ihnen schreibt, hält eine"
    " Kopie",
    deletion=Deletion.TOMBSTONE,
)


class GatheringKind(OpenCode):
    """What people come together for."""

    TRAINING = "training"
    QUALIFICATION = "qualification"
    SYMPOSIUM = "symposium"
    WORKING_GROUP = "working_group"
    EXCHANGE = "exchange"


class GatheringState(OpenCode):
    """How far the office has come with one."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    """Nobody registers any more; it takes place."""
    CANCELLED = "cancelled"


class Place(OpenCode):
    """Whether somebody has a seat."""

    WAITING = "waiting"
    OFFERED = "offered"
    """It is kept for them until they have answered, or the time for that is over."""
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    """They do not want it, or do not want it any more."""
    LAPSED = "lapsed"
    """They did not answer in time."""


class Approval(OpenCode):
    """What the organiser says, where a gathering asks for that; a fact beside the seat."""

    NOT_NEEDED = "not_needed"
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


class WaitingReason(OpenCode):
    """Why somebody waits."""

    FULL = "full"
    QUOTA = "quota"
    SCHOOL_TYPE = "school_type"
    """The quota of a school type, as ``quota`` is one of a carrier."""
    RESERVED = "reserved"
    """What is left is set aside for others."""
    OTHERS = "others"
    """They came earlier, and only a quota keeps them waiting, or their answer."""
    APPROVAL = "approval"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class SlotFact(_Part):
    """A day with times of Europe/Berlin; ``place_changed`` if it is elsewhere from now on."""

    day: date
    starts: time
    ends: time
    cancelled: bool = False
    place_changed: bool = False


class DateFact(_Part):
    """One date of a gathering: a day with times of Europe/Berlin."""

    date_id: UUID
    day: date
    starts: time
    ends: time
    place: str
    cancelled: bool = False
    join_link: str = ""
    """To the video conference; only those with a seat are told of it."""


class GatheringRecord(
    Record,
    name="trainings.gathering.v1",
    key="gathering_id",
    topic="trainings.gatherings",
    declared=(NotPersonal(),),
):
    """A gathering as others need it."""

    gathering_id: UUID
    kind: Open[GatheringKind]
    title: str
    state: Open[GatheringState]
    dates: tuple[DateFact, ...] = ()
    move_up_until: date | None = None
    """After this day nobody moves up from the waiting list by themselves."""

    @property
    def first_day(self) -> date | None:
        """Of the dates that take place."""
        return min((each.day for each in self.dates if not each.cancelled), default=None)

    @property
    def last_day(self) -> date | None:
        """Of the dates that take place."""
        return max((each.day for each in self.dates if not each.cancelled), default=None)


class RegistrationRecord(
    Record,
    name="trainings.registration.v1",
    key="registration_id",
    topic="trainings.registrations",
    declared=(_REGISTERED,),
):
    """How it is with somebody's registration now."""

    registration_id: UUID
    gathering_id: UUID
    person_id: UUID
    place: Open[Place]
    approval: Open[Approval]
    answer_until: datetime | None = None
    """Until when an offered seat is kept."""
    sequence: int = 0
    """Of the entries in their calendar, as in RFC 5545; grows with what is sent about them."""
    apologised: bool = False
    """They had a seat and gave it up themselves; minutes are for them, too."""


class GuestRecord(
    Record,
    name="trainings.guest.v1",
    key="person_id",
    topic="trainings.guests",
    declared=(_GUEST,),
):
    """Somebody outside the directory who registers, or was registered, for one gathering."""

    person_id: UUID
    given_name: str
    family_name: str
    email: str


class GuestAsked(Event, name="trainings.guest-asked.v1", key="gathering_id", declared=(_SEAT,)):
    """Somebody says that a guest wants to come; they have to confirm it by the link of a mail."""

    gathering_id: UUID
    person_id: UUID
    by_other: bool = False
    """A person of the network has said so for them."""


class RegistrationReceived(
    Event, name="trainings.registration-received.v1", key="gathering_id", declared=(_SEAT,)
):
    """Somebody is registered and has no seat yet: it is full, or the organiser has to agree."""

    gathering_id: UUID
    registration_id: UUID
    person_id: UUID
    approval: Open[Approval]
    by_other: bool = False
    """Somebody else has registered them."""
    why: Open[WaitingReason] | None = None
    moves_up: bool = True
    """Whether a free seat is still offered by itself."""
    moves_up_until: datetime | None = None


class SeatConfirmed(
    Event, name="trainings.seat-confirmed.v1", key="gathering_id", declared=(_SEAT,)
):
    """Somebody has a seat."""

    gathering_id: UUID
    registration_id: UUID
    person_id: UUID
    by_other: bool = False
    again: bool = False
    """It was called off, and takes place after all."""


class RegisteredForOther(
    Event, name="trainings.registered-for-other.v1", key="gathering_id", declared=(_REGISTRAR,)
):
    """Somebody has registered a colleague, who is told apart; ``person_id`` is who did it."""

    gathering_id: UUID
    registration_id: UUID
    person_id: UUID


class SeatOffered(Event, name="trainings.seat-offered.v1", key="gathering_id", declared=(_SEAT,)):
    """A seat is kept for somebody who waited, until they have answered or the time is over."""

    gathering_id: UUID
    registration_id: UUID
    person_id: UUID
    answer_until: datetime


class SeatLoss(OpenCode):
    """Why somebody has no seat, or waits for none, any more."""

    WITHDRAWN = "withdrawn"
    """They said so themselves."""
    LAPSED = "lapsed"
    """They did not answer an offer in time."""
    REMOVED = "removed"
    """The organiser has taken them off."""
    REJECTED = "rejected"
    """The organiser did not agree."""
    CALLED_OFF = "called_off"
    """The gathering does not take place."""
    UNITED = "united"
    """They were two people in the directory, are one now, and keep the other registration."""
    SWAPPED = "swapped"
    """They have taken a seat at a gathering that stands in for this one."""


class SeatReleased(Event, name="trainings.seat-released.v1", key="gathering_id", declared=(_SEAT,)):
    """Somebody does not take part."""

    gathering_id: UUID
    registration_id: UUID
    person_id: UUID
    reason: Open[SeatLoss]
    had_seat: bool


class DatesChanged(Event, name="trainings.dates-changed.v1", key="gathering_id", declared=(_SEAT,)):
    """A date of somebody who has or wants a seat was moved, added or called off."""

    gathering_id: UUID
    registration_id: UUID
    person_id: UUID
    before: tuple[SlotFact, ...]
    """As they were told last; empty for a date that was added."""
    date_id: UUID
