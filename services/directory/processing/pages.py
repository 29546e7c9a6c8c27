"""Record of processing and deletion concept, to read and as files."""

from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.controllers.queries import of_carrier, of_municipality
from services.directory.controllers.values import CARRIERS, CONTROLLER
from services.directory.organizations.queries import municipalities
from services.directory.periods.queries import own_periods
from services.directory.periods.values import PERIODS
from services.directory.processing import rules
from services.directory.processing.values import DRAFT, MEASURES
from shared.context import Reading
from shared.privacy.record import record
from shared.web.kit.exports import attachment
from shared.web.kit.person import Coordinator, Staffing
from shared.web.kit.router import PageRouter
from shared.web.pdf import Document, pdf_of

pages = PageRouter(__package__, prefix="/verarbeitungen", audience=Staffing)


@pages.get("")
async def show_record(request: Request, me: Coordinator, session: Reading) -> Response:
    """All activities, and who answers for them."""
    return pages.render(
        request,
        "record.html",
        facts=await _facts(session, me.tenant),
        activities=record().activities,
        measures=MEASURES,
        draft=DRAFT,
        controller=CONTROLLER,
        carriers=CARRIERS,
    )


@pages.get("/datei")
async def save_record(request: Request, me: Coordinator, session: Reading) -> Response:
    """The same to print and to file."""
    facts = await _facts(session, me.tenant)
    own = await own_periods(session, me.tenant)
    return await _file(request, "verarbeitungen", rules.printed_record(facts, record(), own))


@pages.get("/loeschkonzept")
async def show_concept(request: Request, me: Coordinator, session: Reading) -> Response:
    """The classes of deletion with the municipality's periods."""
    own = await own_periods(session, me.tenant)
    classes = [(each, rules.rule_of(each, own)) for each in record().classes()]
    return pages.render(request, "concept.html", classes=classes, periods=PERIODS, draft=DRAFT)


@pages.get("/loeschkonzept/datei")
async def save_concept(request: Request, me: Coordinator, session: Reading) -> Response:
    """The same to print and to file."""
    facts = await _facts(session, me.tenant)
    own = await own_periods(session, me.tenant)
    printed = rules.printed_concept(facts, record().classes(), own)
    return await _file(request, "loeschkonzept", printed)


@pages.get("/traeger/{carrier_id}")
async def show_record_of_carrier(
    request: Request, me: Staffing, session: Reading, carrier_id: UUID
) -> Response:
    """What a carrier answers for, to the office and to its own clerk; raises ``Problem``."""
    carrier = await of_carrier(session, me, carrier_id)
    own = await own_periods(session, me.tenant)
    activities = rules.of_carriers(record()).activities
    return pages.render(
        request,
        "carrier_record.html",
        facts=rules.facts_of_carrier(carrier),
        activities=[(each, rules.said_of(each, own)) for each in activities],
        measures=MEASURES,
        draft=DRAFT,
        above=[("Verantwortliche Träger", CARRIERS)],
    )


@pages.get("/traeger/{carrier_id}/datei")
async def save_record_of_carrier(
    request: Request, me: Staffing, session: Reading, carrier_id: UUID
) -> Response:
    """The same to print and to file."""
    facts = rules.facts_of_carrier(await of_carrier(session, me, carrier_id))
    own = await own_periods(session, me.tenant)
    printed = rules.printed_record(facts, rules.of_carriers(record()), own)
    return await _file(request, "verarbeitungen", printed)


@pages.get("/{key}")
async def show_activity(request: Request, me: Coordinator, session: Reading, key: str) -> Response:
    """One activity with every table and topic; 404 if there is none."""
    found = next((each for each in record().activities if each.key == key), None)
    if found is None:
        raise NoResultFound
    own = await own_periods(session, me.tenant)
    rows = [
        (
            *(each.where, each.what, ", ".join(each.kinds), each.purpose),
            rules.text_of(each.keeping, own),
        )
        for each in found.kept
    ]
    return pages.render(
        request, "activity.html", activity=found, said=rules.said_of(found, own)[1:], rows=rows
    )


async def _facts(session: AsyncSession, tenant: str) -> rules.Pairs:
    named = await municipalities(session, [tenant])
    return rules.facts_of(named.get(tenant, tenant), await of_municipality(session, tenant))


async def _file(request: Request, name: str, document: Document) -> Response:
    headers = attachment(request, name, "pdf")
    return Response(await pdf_of(document), headers=headers, media_type="application/pdf")
