"""What becomes of what is stored of somebody who is merged."""

from shared.contracts.merging import OnMerge

MERGING = {
    "pulses.worker_id": OnMerge.MOVES,
    "assessments.worker_id": OnMerge.STAYS,
    "assessments.head_id": OnMerge.STAYS,
    "measures.owner_id": OnMerge.STAYS,
    "framework_comments.author_id": OnMerge.STAYS,
    "framework_replies.author_id": OnMerge.STAYS,
    "framework_supports.person_id": OnMerge.STAYS,
    "framework_voters.person_id": OnMerge.STAYS,
    "framework_votes.person_id": OnMerge.STAYS,
    "named_invitations.person_id": OnMerge.STAYS,
    "survey_members.person_id": OnMerge.STAYS,
    "workplaces.worker_id": OnMerge.STAYS,
    "people.person_id": OnMerge.COPY,
    "people.merged_into": OnMerge.COPY,
    "access.person_id": OnMerge.COPY,
    "sessions.person_id": OnMerge.COPY,
}
"""Who was merged votes, and is named, by the ids of then; whose a measure is, is asked when read.
Of named invitations of both to one survey those that were not answered go, but for one.

Answers lie sealed in an urn, are nobody's, and stay as they are.
"""
