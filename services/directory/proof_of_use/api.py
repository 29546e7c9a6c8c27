"""The proof of use for programs of the office."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request

from services.directory.coordination.queries import hours_at
from services.directory.employments.values import Wanted
from services.directory.proof_of_use import queries
from services.directory.proof_of_use.schemas import ProofList, ProofView
from services.directory.proof_of_use.use_cases import known_by
from services.directory.proof_of_use.values import SchoolYear
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.contracts.directory import Funding
from shared.database.paging import computed
from shared.web.kit.lists import CursorRequest, next_page
from shared.web.kit.person import OfficeProgram

api = APIRouter(tags=["proof of use"])


@api.get("/proof-of-use")
async def prove(
    request: Request,
    me: OfficeProgram,
    here: CurrentContext,
    session: Reading,
    page: CursorRequest,
    school_year: Annotated[int, Query(ge=2000, le=2100)],
    funding: Funding | None = None,
    known_on: date | None = None,
) -> ProofList:
    """What was worked in the school year that begins in ``school_year``, as known on a day."""
    now = here.clock.now()
    wanted, at = Wanted(me.tenant, None, local_date(now)), known_by(known_on, now)
    proof = await queries.proof_of(session, wanted, SchoolYear(school_year), at, funding)
    rows = [row for line in proof.lines for row in line.rows]
    found = computed(rows, page, ())
    return ProofList(
        school_year=proof.year.name,
        known_at=at,
        coordination_hours=await hours_at(session, me.tenant, at)
        if known_on
        else await queries.coordination_hours(session, me.tenant),
        items=[ProofView.model_validate(each) for each in found.items],
        next=next_page(request, found),
    )
