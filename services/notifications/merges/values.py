"""What becomes of what is stored of somebody who is merged."""

from shared.contracts.merging import OnMerge

MERGING = {
    "employments.worker_id": OnMerge.MOVES,
    "placements.worker_id": OnMerge.MOVES,
    "messages.worker_id": OnMerge.MOVES,
    "kept_mails.worker_id": OnMerge.MOVES,
    "kept_mail_mentions.person_id": OnMerge.STAYS,
    "code_requests.person_id": OnMerge.STAYS,
    "messages.person_id": OnMerge.STAYS,
    "preferences.person_id": OnMerge.STAYS,
    "announcements.author_id": OnMerge.STAYS,
    "announcement_recipients.person_id": OnMerge.STAYS,
    "people.person_id": OnMerge.COPY,
    "organizations.contacts": OnMerge.COPY,
    "access.person_id": OnMerge.COPY,
    "sessions.person_id": OnMerge.COPY,
}
"""Who is written to is said by the record, also under the id of who is merged: one address."""
