"""What an office needs for a procedure, and so nobody may delete: told to every service."""

from datetime import date
from uuid import UUID

from shared.messaging.event import Record
from shared.privacy.declared import Deletion, Kind, Personal, Unlinked

_HELD = Personal(
    (Kind.TECHNICAL,),
    about=Unlinked("solange die Sperre gilt, kann die Person nicht gelöscht werden"),
    purpose="nichts löschen, was für ein Verfahren gebraucht wird",
    deletion=Deletion.TOMBSTONE,
)


class LegalHoldRecord(
    Record,
    name="directory.legal-hold.v1",
    key="hold_id",
    topic="directory.legal-holds",
    declared=(_HELD,),
):
    """Nothing of a municipality is deleted by the clock up to a day.

    With ``ids``, only what is about these people and employments is kept.
    """

    hold_id: UUID
    ids: tuple[UUID, ...] = ()
    last_day: date
