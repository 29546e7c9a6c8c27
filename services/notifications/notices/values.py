"""What people are told of, and the notices that one person gets as one mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid5

from shared.contracts.notifications import LetterKind


class State(StrEnum):
    """What has become of a notice; stored as it is."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What somebody is told of; only ids, for what it is stands on a page."""

    subject_id: UUID
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class OwedNotice:
    """Notices of one kind, about one municipality, that one person gets as one mail."""

    ids: Sequence[UUID]
    kind: LetterKind
    tenant: str
    person_id: UUID
    occurrences: Sequence[Occurrence]
    since: datetime

    @property
    def mail_id(self) -> UUID:
        """Another one as soon as it tells of anything else; the same when it is repeated."""
        first, *others = sorted(self.ids)
        return uuid5(first, " ".join(map(str, others)))
