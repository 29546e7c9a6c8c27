"""Groups of people: what the directory announces of them."""

from uuid import UUID

from shared.messaging.event import Record
from shared.privacy.declared import NotPersonal


class GroupRecord(
    Record,
    name="directory.group.v1",
    key="group_id",
    topic="directory.groups",
    declared=(NotPersonal(),),
):
    """That there is such a group; who is in it, the directory says to whoever asks, by day.

    ``GET /directory/api/v1/groups/{group_id}/members`` applies the rule of a group that has one.
    """

    group_id: UUID
    name: str
    by_rule: bool = False
