"""What somebody wants with what is kept about them, and what each service answers."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.codes import Open, OpenCode
from shared.contracts.words import words
from shared.messaging.event import Event, Record
from shared.privacy.declared import Deletion, Kind, NotPersonal, Personal

_TOLD = Personal(
    (Kind.IDENTITY,),
    about="person_id",
    purpose="wem Bescheid gegeben wird, dass die eigenen Daten bereitliegen",
    deletion=Deletion.WITH_TOPIC,
)
_ASKED = Personal(
    (Kind.IDENTITY,),
    about="person_id",
    purpose="alle Dienste erfahren, wessen Daten sie zusammenstellen oder löschen",
    deletion=Deletion.WITH_TOPIC,
)

_WISHED = Personal(
    (Kind.IDENTITY,),
    about="person_id",
    purpose="wer in keinem Verzeichnis steht, verlangt Auskunft oder Löschung über einen Link",
    deletion=Deletion.TOMBSTONE,
)


class PrivacyKind(OpenCode):
    """What is wanted."""

    ACCESS = "access"
    ERASURE = "erasure"


class RowsEnd(OpenCode):
    """What became of rows."""

    DELETED = "deleted"
    EMPTIED = "emptied"
    """Columns of them."""
    REPLACED = "replaced"
    """They stay, and are about nobody."""
    STAYS = "stays"
    GIVEN = "given"
    """They were told to whom they are about."""


words(PrivacyKind, access="Auskunft", erasure="Löschung")
words(
    RowsEnd,
    deleted="gelöscht",
    emptied="geleert",
    replaced="ohne Bezug zur Person",
    stays="bleibt",
    given="zusammengestellt",
)

REQUESTS = "/directory/auskunft-und-loeschung"
"""What people want with what is kept about them, for the office."""
OWN_DATA = "/directory/meine-daten"
"""The same for somebody themselves."""
ANSWERING = ("directory", "trainings", "surveys", "notifications", "dashboard")
"""Who answers every request."""
TITLES = {
    "directory": "Verzeichnis",
    "trainings": "Begleitung",
    "surveys": "Befragung",
    "notifications": "Nachrichten",
    "dashboard": "Überblick",
}
TableName = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,62}$", examples=["onboardings"])]
ServiceName = Annotated[str, Field(pattern=r"^[a-z]{1,40}$", examples=["trainings"])]
DeletionKey = Annotated[str, Field(pattern=r"^[a-z][a-z-]{0,62}$", examples=["with-person"])]


class ReceiptPart(BaseModel):
    """What became of rows of a table, and by which class of deletion."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    table: TableName
    end: Open[RowsEnd]
    rows: int
    deletion: DeletionKey


class PrivacyRequested(
    Event, name="directory.privacy-requested.v1", key="person_id", declared=(_ASKED,)
):
    """Everything of a person is wanted, or is to go; ``person_ids`` are all they ever had."""

    request_id: UUID
    kind: Open[PrivacyKind]
    person_id: UUID
    person_ids: tuple[UUID, ...]
    employment_ids: tuple[UUID, ...] = ()
    by_office: bool = False
    """Whether somebody of the office asks, for a person on paper."""
    outside: bool = False
    """Whether it is somebody whom the directory does not know."""


class PrivacyAsked(
    Event, name="directory.privacy-asked.v1", key="request_id", declared=(NotPersonal(),)
):
    """Somebody wants it for themselves; who, only the page of the office tells."""

    request_id: UUID
    kind: Open[PrivacyKind]
    outside: bool = False
    """Whether it is somebody whom the directory does not know; the office sets it going."""


class PrivacySettled(
    Event, name="directory.privacy-settled.v1", key="request_id", declared=(NotPersonal(), _TOLD)
):
    """Every service has done its part; ``person_id`` is who may fetch it, and nobody's if erased.

    What an office has asked for, it hands out itself: then nobody is named either.
    """

    request_id: UUID
    kind: Open[PrivacyKind]
    person_id: UUID | None = None
    until: datetime | None = None


class PackageEnding(
    Event, name="directory.package-ending.v1", key="request_id", declared=(NotPersonal(), _TOLD)
):
    """What somebody was given vanishes soon."""

    request_id: UUID
    person_id: UUID
    until: datetime


class Receipt(BaseModel):
    """One service has done its part of a request; nobody is named."""

    receipt_id: UUID
    request_id: UUID
    service: ServiceName
    kind: Open[PrivacyKind]
    parts: tuple[ReceiptPart, ...]


class TrainingsReceipt(
    Receipt,
    Record,
    name="trainings.privacy-receipt.v1",
    key="receipt_id",
    topic="trainings.privacy-receipt",
    declared=(NotPersonal(),),
):
    """What the trainings did."""


class SurveysReceipt(
    Receipt,
    Record,
    name="surveys.privacy-receipt.v1",
    key="receipt_id",
    topic="surveys.privacy-receipt",
    declared=(NotPersonal(),),
):
    """What the surveys did."""


class NotificationsReceipt(
    Receipt,
    Record,
    name="notifications.privacy-receipt.v1",
    key="receipt_id",
    topic="notifications.privacy-receipt",
    declared=(NotPersonal(),),
):
    """What the notifications did."""


class DashboardReceipt(
    Receipt,
    Record,
    name="dashboard.privacy-receipt.v1",
    key="receipt_id",
    topic="dashboard.privacy-receipt",
    declared=(NotPersonal(),),
):
    """What the dashboard did."""


KNOWING_OUTSIDERS = ("trainings", "surveys")
"""Services that know people whom the directory does not."""


class Wish(BaseModel):
    """Somebody whom only one service knows; ``person_ids`` are all that they have there."""

    person_id: UUID
    person_ids: tuple[UUID, ...]
    kind: Open[PrivacyKind]


class TrainingsWish(
    Wish,
    Record,
    name="trainings.privacy-wish.v1",
    key="person_id",
    topic="trainings.privacy-wishes",
    declared=(_WISHED,),
):
    """What a guest wants."""


class SurveysWish(
    Wish,
    Record,
    name="surveys.privacy-wish.v1",
    key="person_id",
    topic="surveys.privacy-wishes",
    declared=(_WISHED,),
):
    """What somebody from outside wants who has a measure."""
