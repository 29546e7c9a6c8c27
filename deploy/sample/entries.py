"""What the sample's people show of themselves; the numbers are kept free for films and books."""

from typing import Any, NamedTuple

from sqlalchemy import select

from services.directory.people.models import Address, Entry, addresses, entries, people
from services.directory.people.values import AddressKind, SeenBy
from services.directory.presences.use_cases import set_presence
from services.directory.presences.values import At, Weekday
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork

_HOURS = {
    "claudia.reinders@example.org": [
        At("100001", Weekday.MONDAY, "07:45", "09:00", "Zimmer der Schulleitung"),
    ],
    "henrike.vossbeck@example.org": [
        At("100002", Weekday.MONDAY, "09:00", "13:00", "Raum 12"),
        At("100002", Weekday.WEDNESDAY, "09:00", "13:00", "Raum 12"),
        At("100006", Weekday.THURSDAY, "11:00", "15:00", "Beratungsraum, Haus B"),
    ],
    "ibrahim.celik@example.org": [
        At("100003", Weekday.TUESDAY, "08:00", "12:00", ""),
        At("100004", Weekday.FRIDAY, "10:00", "12:30", "neben dem Sekretariat"),
    ],
    "katharina.doernemann@example.org": [
        At("200001", Weekday.WEDNESDAY, "10:00", "14:00", "Raum 3"),
    ],
}
"""At schools, by address."""


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
        SeenBy.PUBLIC, "+49 221 4710150", "Deutsch", "in den Ferien nur per Mail"
    ),
    "ibrahim.celik@example.org": _Shown(SeenBy.PUBLIC, "+49 221 4710151", "Deutsch, Türkisch"),
    "yannick.ossenkamp@example.org": _Shown(
        SeenBy.PUBLIC, "+49 221 4710152", "Deutsch, Englisch", "in jeder großen Pause, Raum 1.07"
    ),
    "sanna.luecke@example.org": _Shown(SeenBy.NETWORK, "+49 221 4710153"),
    "friederike.althaus@example.org": _Shown(
        SeenBy.PUBLIC, "+49 221 4710160", "Deutsch", "donnerstags 13 bis 16 Uhr"
    ),
    "katharina.doernemann@example.org": _Shown(
        SeenBy.PUBLIC, "+49 221 4710161", "Deutsch, Französisch"
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
    for row in rows:
        for at in _HOURS.get(row.email, ()):
            await set_presence(uow, (municipality, row.id), at)


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
