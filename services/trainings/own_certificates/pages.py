"""Somebody's own certificates, and how many units they have attended each year."""

from collections import defaultdict
from decimal import Decimal
from uuid import UUID

from fastapi import Request, Response

from services.trainings.certificates import queries
from services.trainings.certificates.values import Validity
from services.trainings.qualifications import queries as qualifications
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.contracts.certificates import OWN_CERTIFICATES
from shared.german import number
from shared.web.kit.exports import attachment
from shared.web.kit.person import Network
from shared.web.kit.router import PageRouter

pages = PageRouter(
    __package__, prefix=OWN_CERTIFICATES.removeprefix("/trainings"), audience=Network
)


@pages.get("")
async def list_own(
    request: Request, me: Network, here: CurrentContext, session: Reading
) -> Response:
    """The newest first, and what they amount to."""
    today = local_date(here.clock.now())
    found = await queries.of_person(session, me.tenant, me.person_id)
    years: dict[int, Decimal] = defaultdict(Decimal)
    for each in found:
        if each.validity is Validity.VALID:
            year = each.snapshot.dates[-1].day.year
            years[year] += Decimal(each.snapshot.attended.replace(",", "."))
    units = [(str(year), f"{number(float(sum_))} UE") for year, sum_ in sorted(years.items())]
    qualified = await qualifications.of_person(session, me.tenant, me.person_id, today)
    return pages.render(
        request, "own_certificates.html", rows=found, units=units[::-1], qualified=qualified
    )


@pages.get("/{certificate_id}/datei")
async def save_own(
    request: Request, me: Network, session: Reading, certificate_id: UUID
) -> Response:
    """As it was issued; nobody else's."""
    content = await queries.own_file(session, me.tenant, me.person_id, certificate_id)
    headers = attachment(request, "bescheinigung", "pdf")
    return Response(content, media_type="application/pdf", headers=headers)
