"""What is known of a municipality, or of one carrier, compared group by group."""

from datetime import date, datetime
from operator import attrgetter

from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.employments.values import Wanted
from services.directory.organizations.queries import organizations_by_id
from services.directory.turnover import queries as turnover
from services.directory.turnover.values import Kept
from services.directory.turnover_groups.rules import compare
from services.directory.turnover_groups.values import Comparison, days_of
from shared.context import Context
from shared.contracts.directory import SchoolType
from shared.contracts.words import word
from shared.database.paging import Shown, attribute

WITHOUT_TYPE = "ohne Schulform"
COLUMNS = (
    Shown("name", "Gruppe", attrgetter("name")),
    *(
        attribute(*each)
        for each in (
            ("period", "Zeitraum"),
            ("day", "Stichtag"),
            ("heads", "Fachkräfte"),
            ("fte", "Volle Stellen"),
            ("posts", "Geplante Stellen"),
            ("planned", "Geplante volle Stellen"),
            ("heads_to_posts", "Fachkräfte auf 100 Stellen"),
            ("staffing", "Besetzt in %"),
            ("vacant_days", "Unbesetzte Stellentage"),
            ("tenure", "Verweildauer in Jahren"),
            ("leavers", "Ausgeschieden"),
            ("turnover", "Fluktuation in %"),
            ("retention", "Verbleib in %"),
        )
    ),
)


def kept_here(_: Context) -> Kept[Comparison]:
    """As ``Context.single`` makes them."""
    return Kept()


async def kept_comparison(
    session: AsyncSession, kept: Kept[Comparison], tenant: str, today: date, now: datetime
) -> Comparison:
    """The municipality's, as far as it may travel; counted anew when more is known."""
    wanted, last = Wanted(tenant, None, today), _last(today)
    return await turnover.once(
        session, kept, tenant, last, now, lambda: comparison(session, wanted, now)
    )


async def comparison(session: AsyncSession, wanted: Wanted, now: datetime) -> Comparison:
    """By what is known now; five statements. A carrier's own people are no secret to it."""
    days = days_of(wanted.today)
    known = await turnover.known_of(session, wanted, _last(wanted.today), now)
    pairs = {(each.school_id, each.carrier_id) for each in known.there}
    pairs |= {each.pair for each in known.planned}
    ids = {key for pair in pairs for key in pair}
    named = await organizations_by_id(session, wanted.tenant, ids)
    cells = {
        (school_id, carrier_id): (
            str(named[carrier_id].name),
            word(SchoolType, kind) if (kind := named[school_id].school_type) else WITHOUT_TYPE,
        )
        for school_id, carrier_id in pairs
    }
    return compare(known, cells, days, guarded=wanted.carrier_id is None)


def _last(today: date) -> date:
    return max(day for of in days_of(today).values() for day in of)
