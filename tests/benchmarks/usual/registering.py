"""Registrations as they are usually built: the gathering's row is locked, and the mail sent inside.

``python -m tests.benchmarks.usual.registering --port --dsn --smtp``; rows are our tables'.
"""

import argparse
from datetime import UTC, datetime
from email.message import EmailMessage
from html import escape
from typing import Annotated
from urllib.parse import urlsplit
from uuid import UUID

import uvicorn
from aiosmtplib import SMTP
from fastapi import FastAPI, Header, HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from services.trainings.models import Gathering, GatheringDate, Registration
from services.trainings.seats.models import SeatChange
from services.trainings.values import SEATED
from shared.contracts.gatherings import Approval, GatheringState, Place
from shared.ids import new_id
from tests.servers.postfix import NOWHERE

TOWN, PAGE = "05978004", 25
Who = Annotated[UUID, Header(alias="x-person")]


def seated(row: Gathering) -> ColumnElement[bool]:
    return (Registration.gathering_id == row.id) & Registration.place.in_(SEATED)


async def taken(session: AsyncSession, row: Gathering) -> int:
    return (await session.execute(select(func.count()).where(seated(row)))).scalar_one()


async def mail(address: str, to: UUID, title: str) -> None:
    message, server = EmailMessage(), urlsplit(address)
    message["From"], message["To"] = "post@bergkamen.example", f"{to.hex}@{NOWHERE}"
    message["Subject"] = f"Anmeldung: {title}"
    message.set_content("Guten Tag,\n\nwir haben Ihre Anmeldung.\n")
    async with SMTP(hostname=server.hostname, port=server.port, start_tls=False) as client:
        await client.send_message(message)


def usual(dsn: str, smtp: str) -> FastAPI:
    app, engine = FastAPI(), create_async_engine(dsn, pool_size=16)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    _show(app, sessions)

    @app.post("/trainings/angebote/{key}")
    async def register(key: UUID, who: Who) -> RedirectResponse:
        mine = (Registration.gathering_id == key, Registration.person_id == who)
        async with sessions() as session, session.begin():
            row = await session.get_one(Gathering, key, with_for_update=True)
            if (await session.scalars(select(Registration).where(*mine))).first():
                raise HTTPException(409)
            full = row.capacity is not None and await taken(session, row) >= row.capacity
            await _enter(session, row, who, Place.WAITING if full else Place.CONFIRMED)
            await mail(smtp, who, row.title)
        return RedirectResponse(f"/trainings/angebote/{key}", 303)

    return app


def _show(app: FastAPI, sessions: async_sessionmaker[AsyncSession]) -> None:
    @app.get("/")
    async def ready() -> str:
        return "ready"

    @app.get("/trainings/angebote", response_class=HTMLResponse)
    async def catalogue() -> str:
        known = (Gathering.tenant == TOWN, Gathering.state != GatheringState.DRAFT)
        query = select(Gathering).where(*known, Gathering.ends_at > datetime.now(UTC))
        async with sessions() as session:
            rows = (await session.scalars(query.order_by(Gathering.starts_at).limit(PAGE))).all()
            full = [await taken(session, each) for each in rows]
        pairs = zip(rows, full, strict=True)
        return "".join(f"<li>{escape(row.title)} {number}</li>" for row, number in pairs)

    @app.get("/trainings/angebote/{key}", response_class=HTMLResponse)
    async def gathering(key: UUID, who: Who) -> str:
        dates = select(GatheringDate).where(GatheringDate.gathering_id == key)
        mine = (Registration.gathering_id == key, Registration.person_id == who)
        async with sessions() as session:
            row = await session.get_one(Gathering, key)
            days = [f"{each.day} {each.place}" for each in await session.scalars(dates)]
            own = (await session.scalars(select(Registration).where(*mine))).first()
            full = await taken(session, row)
        return f"<h1>{escape(row.title)}</h1>{days} {full} {own and own.place}"


async def _enter(session: AsyncSession, row: Gathering, who: UUID, place: Place) -> None:
    now, key = datetime.now(UTC), new_id()
    entry = Registration(
        tenant=row.tenant,
        id=key,
        gathering_id=row.id,
        person_id=who,
        created_by=who,
        submitted_at=now,
        waiting_since=now,
        place=place,
        approval=Approval.NOT_NEEDED,
    )
    session.add(entry)
    await session.flush()
    change = SeatChange(
        tenant=row.tenant,
        id=new_id(),
        registration_id=key,
        at=now,
        place=place,
        approval=Approval.NOT_NEEDED,
    )
    session.add(change)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.usual.registering")
    for name in ("--port", "--dsn", "--smtp"):
        parser.add_argument(name, required=True)
    given = parser.parse_args()
    app = usual(given.dsn, given.smtp)
    uvicorn.run(app, port=int(given.port), log_level="error", loop="uvloop", http="httptools")


if __name__ == "__main__":
    main()
