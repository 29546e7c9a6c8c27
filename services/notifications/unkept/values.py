"""What mails are known by that are stored nowhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.notifications.gatherings.values import FEEDBACK_REMINDER
from services.notifications.values import Notice, OwedMail
from shared.contracts.notifications import LetterKind

CHANNEL = "unkept_mails"
"""Notified when another mailing is planned."""
INVITATION = LetterKind("planned_survey")
REMINDER = LetterKind("planned_survey_reminder")
KINDS = (INVITATION, REMINDER, FEEDBACK_REMINDER)
"""None of them is ever stored: it would tell who had not answered, or whose a link is."""


@dataclass(frozen=True, slots=True)
class Due:
    """People of a survey or a gathering who are written to now.

    ``written_until`` if a process has ended on the way: whose hours had opened by then, since it
    ``began_at`` first, has a mail.
    """

    tenant: str
    kind: LetterKind
    about_id: UUID
    closes_on: date
    began_at: datetime | None = None
    written_until: datetime | None = None

    @property
    def invites(self) -> bool:
        """Whether everybody is asked, so that numbers tell nothing, and nobody may be left out."""
        return self.kind == INVITATION

    @property
    def key(self) -> tuple[LetterKind, UUID]:
        return self.kind, self.about_id


@dataclass(frozen=True, slots=True)
class Written:
    """Of some notices those that may go out, until when others are held, and which go nowhere.

    ``needless`` are those that somebody does not want, or that are of no use any more.
    """

    mails: Sequence[OwedMail]
    held: Mapping[UUID, datetime]
    hopeless: frozenset[UUID]
    needless: frozenset[UUID]


@dataclass(slots=True)
class Waiting:
    """A notice that this process alone knows of."""

    notice: Notice
    not_before: datetime
    attempts: int = 0
    held: bool = False
    """By somebody's hours, and nothing else."""
