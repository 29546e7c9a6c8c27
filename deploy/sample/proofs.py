"""The proof of use that the sample's office has handed in."""

from datetime import date, datetime, time

from services.directory.employments.values import Wanted
from services.directory.proof_of_use.models import ProofSubmission
from services.directory.proof_of_use.queries import proof_of
from services.directory.proof_of_use.values import SchoolYear
from shared.clock import BERLIN
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork

RECORDER = "sample-office"
YEAR = SchoolYear(2024)
HANDED_IN = date(2026, 4, 21)


async def hand_in(uow: UnitOfWork, municipality: str) -> None:
    """Of the school year before the last, nine days before it was due: a state, no event."""
    at = datetime.combine(HANDED_IN, time(11, 40), BERLIN)
    proof = await proof_of(uow.session, Wanted(municipality, None, HANDED_IN), YEAR, at)
    row = ProofSubmission(
        id=new_id(),
        tenant=municipality,
        school_year=YEAR.begins_in,
        submitted_on=HANDED_IN,
        known_at=at,
        digest=proof.digest,
        recorded_by=RECORDER,
        recorded_at=at,
    )
    uow.session.add(row)
