"""Who has a seat, as lists and badges name them."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.door_codes import queries as door_codes
from services.trainings.door_codes.values import Shown
from services.trainings.gatherings.values import Whole
from services.trainings.models import Gathering, Registration
from services.trainings.registrations.queries import participants
from services.trainings.registrations.values import Participant
from shared.contracts.gatherings import GatheringKind, Place
from shared.contracts.words import word
from shared.database.paging import KeysetRequest, Page, attribute, computed
from shared.german import short_date
from shared.web.pdf import Document, pdf_of, table_of, typeset

BADGES = Path(__file__).parent / "templates" / "badges.typ"
COLUMNS = (attribute("name", "Name"), attribute("comes_from", "Anstellungsträger"))


async def page_of(
    session: AsyncSession, row: Gathering, wanted: KeysetRequest
) -> Page[Participant]:
    """By name; nobody who waits."""
    return computed(await _confirmed(session, row), wanted, COLUMNS)


async def badges_of(session: AsyncSession, row: Gathering, site: str) -> bytes:
    """A badge for each, to cut out: 85 by 54 millimetres; with the code of who has one."""
    found = await _confirmed(session, row)
    codes = await door_codes.codes_of(session, row.tenant, row.id)
    shown = {key: Shown(code, site).drawing for key, code in codes.items()}
    people = [(each.name, each.comes_from, shown.get(each.id, "")) for each in found]
    return await typeset(BADGES, content(row.title, people))


async def list_of(session: AsyncSession, row: Gathering, whole: Whole) -> bytes:
    """The same people in a table."""
    found = await _confirmed(session, row)
    days = "; ".join(f"{short_date(each.day)}, {each.slot.in_words}" for each in whole.held)
    facts = [("Art", word(GatheringKind, row.kind)), ("Termine", days or "noch keiner")]
    rows = [(each.name, each.comes_from) for each in found]
    names = table_of(f"{len(rows)} Angemeldete", [each.label for each in COLUMNS], rows)
    title = f"Teilnehmende: {row.title}"
    return await pdf_of(Document(title, facts, [names], upright=True))


def content(title: str, people: list[tuple[str, str, str]]) -> dict[str, object]:
    """What the badges say; the last is the drawing of a code, or empty."""
    return {
        "title": title,
        "people": [{"name": name, "carrier": by, "code": code} for name, by, code in people],
    }


async def _confirmed(session: AsyncSession, row: Gathering) -> list[Participant]:
    query = select(Registration).where(
        Registration.tenant == row.tenant,
        Registration.gathering_id == row.id,
        Registration.place == Place.CONFIRMED,
    )
    found = await participants(session, row, (await session.scalars(query)).all())
    return sorted(found, key=lambda each: (each.name.rpartition(" ")[2].casefold(), each.name))
