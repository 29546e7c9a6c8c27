"""What becomes of what is stored of somebody who is merged."""

from shared.contracts.merging import OnMerge

MERGING = {
    "onboardings.worker_id": OnMerge.MOVES,
    "registrations.person_id": OnMerge.MOVES,
    "registrations.created_by": OnMerge.MOVES,
    "gatherings.contact_id": OnMerge.MOVES,
    "guests.id": OnMerge.STAYS,
    "guests.created_by": OnMerge.MOVES,
    "gathering_invitations.person_id": OnMerge.MOVES,
    "seat_changes.by_id": OnMerge.MOVES,
    "agenda_items.owner_id": OnMerge.MOVES,
    "action_items.owner_id": OnMerge.MOVES,
    "minutes_revisions.author_id": OnMerge.STAYS,
    "minutes_drafts.author_id": OnMerge.STAYS,
    "minutes_corrections.author_id": OnMerge.STAYS,
    "minutes_presences.person_id": OnMerge.STAYS,
    "calendar_feeds.person_id": OnMerge.ENDS,
    "attendance_marks.by_id": OnMerge.MOVES,
    "certificates.by_id": OnMerge.MOVES,
    "projects.responsible_id": OnMerge.MOVES,
    "speakers.person_id": OnMerge.MOVES,
    "statement_editions.author_id": OnMerge.STAYS,
    "statement_comments.author_id": OnMerge.STAYS,
    "statement_voters.person_id": OnMerge.STAYS,
    "qualifications.person_id": OnMerge.MOVES,
    "qualifications.by_id": OnMerge.MOVES,
    "external_trainings.person_id": OnMerge.MOVES,
    "external_trainings.decided_by": OnMerge.MOVES,
    "people.person_id": OnMerge.COPY,
    "people.merged_into": OnMerge.COPY,
    "organizations.contacts": OnMerge.COPY,
    "access.person_id": OnMerge.COPY,
    "sessions.person_id": OnMerge.COPY,
}
"""Two onboardings that run stay two, each of its employment: both are shown under one name."""
