"""What trainings announces of meetings: minutes that can be read."""

from uuid import UUID

from shared.messaging.event import Event
from shared.privacy.declared import NotPersonal

MINUTES = "protokoll"
"""Below a gathering, of the catalogue's or the office's."""


class MinutesPublished(
    Event, name="trainings.minutes-published.v1", key="gathering_id", declared=(NotPersonal(),)
):
    """Minutes are frozen, and whoever had a seat may read them; with so many ``decisions``."""

    gathering_id: UUID
    minutes_id: UUID
    decisions: int
