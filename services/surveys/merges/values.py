"""What becomes of what is stored of somebody who is merged."""

from shared.contracts.merging import OnMerge

MERGING = {
    "pulses.worker_id": OnMerge.MOVES,
    "access.person_id": OnMerge.COPY,
    "sessions.person_id": OnMerge.COPY,
}
"""Answers lie sealed in an urn, are nobody's, and stay as they are."""
