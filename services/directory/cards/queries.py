"""Counts for the cards of each role."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.barriers import queries as barriers
from services.directory.bonds import queries as bonds
from services.directory.cards import rules
from services.directory.clients import queries as clients
from services.directory.consultations import queries as consultations
from services.directory.duplicates import queries as duplicates
from services.directory.findings import queries as findings
from services.directory.identities import queries as identities
from services.directory.network import queries as network
from services.directory.posts import queries as posts
from services.directory.proof_of_use import queries as proof_of_use
from services.directory.refusals import queries as refusals
from services.directory.scim import queries as scim
from shared.clock import A_DAY, local_date
from shared.context import Context
from shared.contracts.cards import Card
from shared.database.counts import counts
from shared.web.sessions.person import Me


async def of_coordinator(session: AsyncSession, me: Me, here: Context) -> Sequence[Card]:
    """Sign-ins that are nobody's, what is missing or deviates, barriers, consultations."""
    today = local_date(here.clock.now())
    gaps = await network.gaps(session, me.tenant, today)
    found = await counts(
        session,
        {"tenant": me.tenant},
        nobodys=identities.counted_waiting(me),
        headless=bonds.SCHOOLS_WITHOUT_HEAD,
        reported=barriers.counted_open(me),
        asked=consultations.counted_open(me),
        unmarked=consultations.counted_unmarked(me, here.clock.now()),
        deviating=findings.counted_open(me, today),
        locked=scim.counted_open(me.tenant),
        vacant=posts.counted_vacant(me.tenant),
        twice=duplicates.counted_open(me.tenant),
        proved=proof_of_use.counted_submitted(me.tenant, today),
        to_prove=proof_of_use.counted_employed(me.tenant, today),
        tasks=network.counted_tasks(me, today, today + network.SOON),
        late=network.counted_tasks(me, today, today - A_DAY),
    )
    return [
        *rules.findings(found["deviating"], office=True),
        *rules.vacant_posts(found["vacant"]),
        *rules.unmatched(found["nobodys"]),
        *rules.locked_at_carrier(found["locked"]),
        *rules.barriers(found["reported"]),
        *rules.consultations(found["asked"], found["unmarked"]),
        *rules.schools_without_head(found["headless"]),
        *rules.duplicates(found["twice"]),
        *network.due(found["tasks"], found["late"]),
        *rules.gaps_in_network(len(gaps)),
        *proof_of_use.due(today, found["proved"], found["to_prove"]),
    ]


async def of_carrier(session: AsyncSession, me: Me, here: Context) -> Sequence[Card]:
    """The carrier's own programs, what deviates of its placements, the clerk's consultation."""
    deviating = findings.counted_open(me, local_date(here.clock.now()))
    found = await counts(session, {}, deviating=deviating)
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
    found = await counts(
        session, {}, reported=barriers.counted_open(me), nobodys=identities.counted_waiting(me)
    )
    return [
        *rules.barriers(found["reported"]),
        *await _programs(session, me, here),
        *rules.asked_nobody(found["nobodys"]),
        *rules.refused(await refusals.of_last_day(session, now)),
    ]


async def _programs(session: AsyncSession, me: Me, here: Context) -> list[Card]:
    now = here.clock.now()
    count, first = await clients.ending(session, now, me)
    return [
        *rules.secrets_ending(count, first, now),
        *rules.unused_programs(await clients.unused(session, now, me)),
    ]
