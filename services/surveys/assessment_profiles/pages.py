"""A school's way through the years, and all schools together."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from services.surveys.assessment_profiles import queries
from services.surveys.assessments import queries as assessments
from services.surveys.values import school_year_name
from shared.context import Reading
from shared.contracts.accounts import AccessRole
from shared.contracts.assessments import ASSESSMENT_SUMS, ASSESSMENTS
from shared.web.audit import looked
from shared.web.kit.person import Network
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=ASSESSMENT_SUMS.removeprefix("/surveys"), audience=Network)


@pages.get("")
async def show_sums(
    request: Request,
    me: Network,
    session: Reading,
    jahr: Annotated[int | None, Query(ge=2000, le=2200)] = None,
) -> Response:
    """Of a school year that has sheets, the newest unless one is named."""
    years = await assessments.finished_years(session, me.tenant)
    year = jahr if jahr in years else next(iter(years), None)
    found = await queries.sums_of(session, me.tenant, year) if year else []
    return pages.render(
        request,
        "sums.html",
        year=school_year_name(year) if year else "",
        years=[(each, school_year_name(each)) for each in years],
        sums=found,
        back=ASSESSMENTS,
        office=me.role is AccessRole.COORDINATOR,
    )


@pages.get("/schule/{school_id}", dependencies=[looked])
async def show_profile(
    request: Request, me: Network, session: Reading, school_id: UUID
) -> Response:
    """By standard and year."""
    name, profile = await queries.profile_of(session, me, school_id)
    above = [("Selbsteinschätzungen", ASSESSMENTS)]
    return pages.render(request, "profile.html", school=name, profile=profile, above=above)
