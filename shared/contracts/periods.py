"""How long an office has rows kept, where it may choose: told to every service."""

from uuid import UUID

from shared.messaging.event import Record
from shared.privacy.declared import NotPersonal


class RetentionPeriodRecord(
    Record,
    name="directory.retention-period.v1",
    key="choice_id",
    topic="directory.retention-periods",
    declared=(NotPersonal(),),
):
    """Of one municipality and one class of deletion; a tombstone brings back the usual period.

    ``deletion`` is the key of the class; one that a service does not know means nothing to it.
    """

    choice_id: UUID
    deletion: str
    days: int
