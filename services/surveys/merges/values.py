"""What becomes of what is stored of somebody who is merged."""

from shared.contracts.merging import OnMerge

MERGING = {
    "pulses.worker_id": OnMerge.MOVES,
    "measures.owner_id": OnMerge.STAYS,
    "people.person_id": OnMerge.COPY,
    "people.merged_into": OnMerge.COPY,
    "access.person_id": OnMerge.COPY,
    "sessions.person_id": OnMerge.COPY,
}
"""Answers lie sealed in an urn, are nobody's, and stay as they are.

A measure keeps the id of its owner; who stands for them now is asked when it is read.
"""
