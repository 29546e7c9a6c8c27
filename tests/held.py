"""A gathering that was: who came, and what is certified."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from services.trainings.attendance.models import AttendanceMark
from services.trainings.attendance.values import Presence, Way
from services.trainings.certificates.models import Certificate
from services.trainings.certificates.values import CertifiedDate, Snapshot, new_certificate_code
from services.trainings.models import Gathering, GatheringDate, Registration
from services.trainings.values import Audience
from shared.clock import local_date
from shared.contracts.gatherings import (
    Approval,
    GatheringKind,
    GatheringState,
    Place,
)
from shared.ids import new_id

if TYPE_CHECKING:
    from tests.house import House
    from tests.town import Town


async def hold(house: House, town: Town) -> None:
    """Another one, which is over: they were there, and have a certificate."""
    tenant, worker_id = town.municipality, UUID(town.values["worker_id"])
    begin = house.clock.now() - timedelta(days=7)
    row, day = training_at(tenant, begin)
    entry = Registration(
        tenant=tenant,
        id=new_id(),
        gathering_id=row.id,
        person_id=worker_id,
        submitted_at=begin - timedelta(days=9),
        waiting_since=begin - timedelta(days=9),
        place=Place.CONFIRMED,
        approval=Approval.NOT_NEEDED,
    )
    row.title = f"Grundlagen {tenant}"
    async with house.context("trainings").database.transaction() as uow:
        uow.session.add(row)
        await uow.session.flush()
        uow.session.add_all([day, entry])
        await uow.session.flush()
        uow.session.add_all([_mark(entry, day, begin), _certificate(entry, row.title, day)])
    town.values |= {"over_id": str(row.id), "over_date_id": str(day.id)}
    town.values["attended_id"] = str(entry.id)
    town.traces |= {str(row.id), row.title, str(entry.id)}


def _mark(entry: Registration, day: GatheringDate, at: datetime) -> AttendanceMark:
    return AttendanceMark(
        tenant=entry.tenant,
        id=new_id(),
        registration_id=entry.id,
        date_id=day.id,
        presence=Presence.PRESENT,
        way=Way.LIST,
        at=at,
        noted_at=at,
        nonce="liste",
    )


def _certificate(entry: Registration, title: str, day: GatheringDate) -> Certificate:
    """As it would be issued, but for the file."""
    date = CertifiedDate(day=day.day, times="9:00 bis 12:00 Uhr", attended="4", planned="4")
    said = Snapshot(
        name="Mara Lindenschmidt",
        title=title,
        kind="Fortbildung",
        place="Rathaus",
        dates=(date,),
        attended="4",
        planned="4",
        hours="3 Stunden",
        remark="",
        content=(),
        organiser="Koordinierungsstelle",
        contact="",
        issued_on=day.day,
        revision=1,
    )
    pdf = b"%PDF-1.7"
    return Certificate(
        tenant=entry.tenant,
        id=new_id(),
        gathering_id=entry.gathering_id,
        registration_id=entry.id,
        code=new_certificate_code(),
        revision=1,
        issued_at=day.ends_at,
        snapshot=said.model_dump(mode="json"),
        pdf=pdf,
        sha256=sha256(pdf).hexdigest(),
    )


def certificate_pages(town: Town) -> list[str]:
    """What the office sees of gatherings that come or are over, and of one certificate."""
    coming = f"/trainings/veranstaltungen/{town.values['gathering_id']}"
    asks = f"{coming}/teilnehmende/{town.values['registration_id']}"
    office = f"/trainings/veranstaltungen/{town.values['over_id']}"
    date = f"{office}/termine/{town.values['over_date_id']}/anwesenheit"
    entry = town.values["attended_id"]
    over = [office, f"{office}/bescheinigungen/{entry}", date, f"{date}/{entry}"]
    return [coming, asks, *over]


def training_at(tenant: str, begin: datetime) -> tuple[Gathering, GatheringDate]:
    end = begin + timedelta(hours=3)
    row = Gathering(
        tenant=tenant,
        id=new_id(),
        kind=GatheringKind.TRAINING,
        title=f"Kinderschutz {tenant}",
        state=GatheringState.OPEN,
        audience=Audience.PUBLIC,
        capacity=20,
        starts_at=begin,
        ends_at=end,
    )
    day = GatheringDate(
        tenant=tenant,
        id=new_id(),
        gathering_id=row.id,
        day=local_date(begin),
        starts=time(9),
        ends=time(12),
        starts_at=begin,
        ends_at=end,
        units=Decimal(4),
        original_day=local_date(begin),
    )
    return row, day
