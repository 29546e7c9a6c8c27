"""What becomes of what is stored of somebody who is merged."""

from shared.contracts.merging import OnMerge

MERGING = {
    "seen.key": OnMerge.STAYS,
    "merged_people.merged_id": OnMerge.COPY,
    "merged_people.survivor_id": OnMerge.COPY,
    "access.person_id": OnMerge.COPY,
    "sessions.person_id": OnMerge.COPY,
}
"""What was told stays as it was told; a story goes on under the survivor's id."""
