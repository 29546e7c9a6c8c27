"""What the sample's people show of themselves; the numbers are kept free for films and books."""

from typing import Any, NamedTuple

from sqlalchemy import select

from services.directory.people.models import Address, Entry, addresses, entries, people
from services.directory.people.values import AddressKind, SeenBy
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork


class _Shown(NamedTuple):
    seen_by: SeenBy
    phone: str
    languages: str = ""
    hours: str = ""


_ENTRIES = {
    "marlene.brueggemann@example.org": _Shown(
        SeenBy.PUBLIC, "+49 221 4710100", "Deutsch, Englisch", "dienstags und donnerstags 9 bis 12"
    ),
    "sabine.terhorst@example.org": _Shown(
        SeenBy.PUBLIC, "+49 221 4710110", "Deutsch", "montags 14 bis 16 Uhr"
    ),
    "claudia.reinders@example.org": _Shown(SeenBy.NETWORK, "+49 221 4710120", "Deutsch, Polnisch"),
    "petra.niehues@example.org": _Shown(SeenBy.NETWORK, "+49 221 4710130"),
    "dirk.osthoff@example.org": _Shown(SeenBy.OFFICE, "+49 221 4710140"),
    "henrike.vossbeck@example.org": _Shown(
        SeenBy.PUBLIC, "+49 221 4710150", "Deutsch", "montags und mittwochs 9 bis 13 Uhr"
    ),
    "ibrahim.celik@example.org": _Shown(
        SeenBy.PUBLIC, "+49 221 4710151", "Deutsch, Türkisch", "dienstags 8 bis 12 Uhr"
    ),
    "yannick.ossenkamp@example.org": _Shown(
        SeenBy.PUBLIC, "+49 221 4710152", "Deutsch, Englisch", "in jeder großen Pause, Raum 1.07"
    ),
    "sanna.luecke@example.org": _Shown(SeenBy.NETWORK, "+49 221 4710153"),
    "friederike.althaus@example.org": _Shown(
        SeenBy.PUBLIC, "+49 221 4710160", "Deutsch", "donnerstags 13 bis 16 Uhr"
    ),
    "katharina.doernemann@example.org": _Shown(
        SeenBy.PUBLIC, "+49 221 4710161", "Deutsch, Französisch", "mittwochs 10 bis 14 Uhr"
    ),
}
"""By address."""


async def show_people(uow: UnitOfWork, municipality: str) -> None:
    """Let some of them have chosen already; doing it again changes nothing."""
    theirs = (people.c.tenant == municipality, people.c.email.in_(_ENTRIES))
    chosen = select(entries.c.person_id).where(entries.c.tenant == municipality)
    query = select(people.c.id, people.c.email).where(*theirs, people.c.id.not_in(chosen))
    rows = (await uow.session.execute(query)).all()
    shown = [(row.id, _ENTRIES[row.email]) for row in rows]
    await insert_rows(
        uow.session, entries, [_entry(municipality, *each) for each in shown], version=1
    )
    await insert_rows(uow.session, addresses, [_phone(uow, municipality, *each) for each in shown])


def _entry(municipality: str, person_id: Any, shown: _Shown) -> Any:
    return row_of(Entry)(
        tenant=municipality,
        person_id=person_id,
        chosen=True,
        name_seen_by=_name_of(shown.seen_by),
        email_seen_by=shown.seen_by,
        languages=shown.languages,
        languages_seen_by=shown.seen_by,
        hours=shown.hours,
        hours_seen_by=shown.seen_by,
        note="",
    )


def _name_of(seen_by: SeenBy) -> SeenBy:
    """Names are seen in the network at least."""
    return SeenBy.PUBLIC if seen_by is SeenBy.PUBLIC else SeenBy.NETWORK


def _phone(uow: UnitOfWork, municipality: str, person_id: Any, shown: _Shown) -> Any:
    return row_of(Address)(
        id=new_id(),
        tenant=municipality,
        person_id=person_id,
        kind=AddressKind.PHONE,
        value=shown.phone,
        seen_by=shown.seen_by,
        valid_from=None,
        mistaken=False,
        recorded_at=uow.now,
    )
