"""What becomes of what is stored of somebody who is merged, and of what they wanted."""

from typing import NotRequired, TypedDict

from shared.contracts.merging import OnMerge

MERGING = {
    "employments.worker_id": OnMerge.MOVES,
    "placements.worker_id": OnMerge.MOVES,
    "messages.worker_id": OnMerge.MOVES,
    "webhook_deliveries.worker_id": OnMerge.MOVES,
    "kept_mails.worker_id": OnMerge.MOVES,
    "kept_mail_mentions.person_id": OnMerge.STAYS,
    "code_requests.person_id": OnMerge.STAYS,
    "messages.person_id": OnMerge.STAYS,
    "preferences.person_id": OnMerge.COMPUTED,
    "inbox_items.person_id": OnMerge.STAYS,
    "merged_people.merged_id": OnMerge.COPY,
    "merged_people.survivor_id": OnMerge.COPY,
    "own_hours.person_id": OnMerge.STAYS,
    "bundles.person_id": OnMerge.STAYS,
    "dispatches.person_id": OnMerge.STAYS,
    "address_health.lifted_by": OnMerge.STAYS,
    "announcements.author_id": OnMerge.STAYS,
    "announcement_recipients.person_id": OnMerge.COMPUTED,
    "mail_text_editions.author_id": OnMerge.STAYS,
    "people.person_id": OnMerge.COPY,
    "registrations.person_id": OnMerge.COPY,
    "organizations.contacts": OnMerge.COPY,
    "access.person_id": OnMerge.COPY,
    "sessions.person_id": OnMerge.COPY,
}
"""Who is written to is said by the record, also under the id of who is merged: one address.

Announcements are asked for under all ids, and told anew only under one.
"""


class Tightened(TypedDict):
    """A wish of the survivor that became as strict as the other's; ``own`` where it was stored."""

    topic: str
    channel: str
    became: str
    own: NotRequired[str]
