"""Counts for the cards of each role."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.access import queries as access
from services.directory.barriers import queries as barriers
from services.directory.bonds import queries as bonds
from services.directory.cards import rules
from services.directory.clients import queries as clients
from services.directory.consultations import queries as consultations
from services.directory.duplicates import queries as duplicates
from services.directory.findings import queries as findings
from services.directory.identities import queries as identities
from services.directory.network import queries as network
from services.directory.network.values import tasks_due
from services.directory.posts import queries as posts
from services.directory.privacy_requests import queries as privacy_requests
from services.directory.privacy_requests.values import requests_due
from services.directory.proof_of_use import queries as proof_of_use
from services.directory.refusals import queries as refusals
from services.directory.rules import acting_for
from services.directory.scim import queries as scim
from shared.clock import local_date
from shared.context import Context
from shared.contracts.cards import Card
from shared.database.counts import Counts
from shared.web.sessions.person import Me

_OF_OFFICE = Counts(
    nobodys=identities.ASKED_HERE,
    headless=bonds.SCHOOLS_WITHOUT_HEAD,
    reported=barriers.OPEN_HERE,
    asked=consultations.ASKED,
    unmarked=consultations.UNMARKED,
    deviating=findings.OPEN,
    locked=scim.OPEN,
    vacant=posts.VACANT,
    twice=duplicates.OPEN,
    proved=proof_of_use.SUBMITTED,
    to_prove=proof_of_use.EMPLOYED,
    gaps=network.GAPS,
    tasks=network.SOON_DUE,
    late=network.OVERDUE,
    erasures=privacy_requests.ASKED,
    pressing=privacy_requests.PRESSING,
    unanswered=privacy_requests.UNANSWERED,
)
_OF_CARRIER = Counts(deviating=findings.OPEN_OF_CARRIER)
_OF_OPERATOR = Counts(
    reported=barriers.OPEN,
    nobodys=identities.ASKED_NOBODY,
    ending=access.ENDING,
    unused=access.UNUSED,
    refused=refusals.NUMBER,
)


async def of_coordinator(session: AsyncSession, me: Me, here: Context) -> Sequence[Card]:
    """Sign-ins that are nobody's, what is missing, deviates or is due, consultations."""
    now = here.clock.now()
    today = local_date(now)
    asked = {"tenant": me.tenant, "person_id": me.person_id, "now": now, "today": today}
    days = {**network.days_of(today), **proof_of_use.of_last_year(today)}
    days |= privacy_requests.moments(now)
    found = await _OF_OFFICE.read(session, {**asked, **days})
    return [
        *rules.findings(found["deviating"], office=True),
        *rules.vacant_posts(found["vacant"]),
        *rules.unmatched(found["nobodys"]),
        *rules.locked_at_carrier(found["locked"]),
        *rules.barriers(found["reported"]),
        *requests_due(found["erasures"], found["pressing"], found["unanswered"]),
        *rules.consultations(found["asked"], found["unmarked"]),
        *rules.schools_without_head(found["headless"]),
        *rules.duplicates(found["twice"]),
        *tasks_due(found["tasks"], found["late"]),
        *rules.gaps_in_network(int(found["gaps"])),
        *posts.application_due(today, found["to_prove"]),
        *proof_of_use.due(today, found["proved"], found["to_prove"]),
    ]


async def of_carrier(session: AsyncSession, me: Me, here: Context) -> Sequence[Card]:
    """The carrier's own programs, what deviates of its placements, the clerk's consultation."""
    values = {"tenant": me.tenant, "carrier_id": acting_for(me).organization_id}
    found = await _OF_CARRIER.read(session, values)
    programs = await _programs(session, me, here)
    return [
        *programs,
        *rules.findings(found["deviating"], office=False),
        *await of_advised(session, me, here),
    ]


async def of_advised(session: AsyncSession, me: Me, here: Context) -> Sequence[Card]:
    """The next consultation of who has asked for one."""
    now = here.clock.now()
    return rules.own_consultation(await consultations.next_appointment(session, me, now))


async def of_operator(session: AsyncSession, me: Me, here: Context) -> Sequence[Card]:
    """Barriers, programs that need a look, and who could not prove who they are."""
    now = here.clock.now()
    found = await _OF_OPERATOR.read(session, {**clients.moments(now), **refusals.lately(now)})
    ending = await clients.ending(session, now, me) if found["ending"] else (0, None)
    refused = await refusals.of_last_day(session, now) if found["refused"] else {}
    return [
        *rules.barriers(found["reported"]),
        *rules.secrets_ending(*ending, now),
        *rules.unused_programs(found["unused"]),
        *rules.asked_nobody(found["nobodys"]),
        *rules.refused(refused),
    ]


async def _programs(session: AsyncSession, me: Me, here: Context) -> list[Card]:
    now = here.clock.now()
    count, first = await clients.ending(session, now, me)
    return [
        *rules.secrets_ending(count, first, now),
        *rules.unused_programs(await clients.unused(session, now, me)),
    ]
