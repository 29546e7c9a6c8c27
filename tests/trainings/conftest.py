"""Trainings alone, and what the directory would announce."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

import pytest
from sqlalchemy import select, text

from services.trainings.models import onboardings
from services.trainings.onboarding.use_cases import close_ended
from shared.clock import local_date
from shared.contracts.directory import (
    DepartureReason,
    Funding,
    HireCancelled,
    PlacementFact,
    SchoolType,
    StartCorrected,
    WorkerDeparted,
    WorkerHired,
)
from shared.ids import new_id
from shared.messaging.bus.local import LocalBus
from shared.messaging.event import Body
from shared.messaging.message import Message
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House, new_key

B = TypeVar("B", bound=Body)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Employment:
    """One worker's time with one carrier, and the bodies that tell of it."""

    worker: UUID = field(default_factory=new_id)
    id: UUID = field(default_factory=new_id)
    carrier: UUID = field(default_factory=new_id)
    school: UUID = field(default_factory=new_id)

    def hired(
        self, start: date, until: date | None = None, kind: SchoolType = SchoolType.PRIMARY
    ) -> WorkerHired:
        placement = PlacementFact(
            placement_id=new_id(),
            school_id=self.school,
            school_number="123456",
            school_type=kind,
            weekly_hours=Decimal(39),
        )
        return WorkerHired(
            worker_id=self.worker,
            carrier_id=self.carrier,
            start_date=start,
            placements=(placement,),
            funding=Funding.LAND,
            fixed_term_until=until,
            employment_id=self.id,
        )

    def departed(self, last_day: date) -> WorkerDeparted:
        return WorkerDeparted(
            worker_id=self.worker,
            carrier_id=self.carrier,
            last_day=last_day,
            reason=DepartureReason.OTHER,
            employment_id=self.id,
        )

    def started(self, start: date) -> StartCorrected:
        """The first day was another one from the beginning."""
        return StartCorrected(
            worker_id=self.worker,
            carrier_id=self.carrier,
            start_date=start,
            employment_id=self.id,
        )

    def cancelled(self) -> HireCancelled:
        return HireCancelled(worker_id=self.worker, carrier_id=self.carrier, employment_id=self.id)


@dataclass
class Trainings:
    """The service in its house."""

    house: House

    @property
    def today(self) -> date:
        return local_date(self.house.clock.now())

    async def hear(self, *bodies: Body) -> list[Message]:
        messages = [
            Message(
                id=new_id(),
                topic=body.topic,
                key=body.key,
                type=body.type_name,
                time=self.house.clock.now(),
                tenant=BERGKAMEN,
                correlation_id=new_id(),
                causation_id=None,
                data=body.model_dump_json().encode(),
            )
            for body in bodies
        ]
        await self.house.bus.publish(messages)
        await self.house.quiet()
        return messages

    async def close_by_the_clock(self, days: int) -> None:
        """What the job does after so many days."""
        self.house.clock.forward(days * DAY)
        async with self.house.context("trainings").database.transaction() as uow:
            await close_ended(uow)
        await self.house.quiet()

    async def announced(self, kind: type[B]) -> list[B]:
        assert isinstance(self.house.bus, LocalBus)
        query = text("SELECT value, headers FROM log WHERE topic = :topic ORDER BY position")
        async with self.house.bus._engine.reading() as session:
            rows = (await session.execute(query, {"topic": kind.topic})).all()
        return [
            kind.model_validate_json(value) for value, headers in rows if kind.type_name in headers
        ]

    async def onboardings(self) -> list[Any]:
        rows: list[Any] = await self.house.rows(
            "trainings", select(onboardings).order_by(onboardings.c.id)
        )
        return rows

    async def use_template(self, *tasks: dict[str, Any]) -> None:
        body = {"municipality": BERGKAMEN, "tasks": tasks}
        answer = await self.house.http.post(
            "/trainings/api/v1/templates", json=body, headers=new_key()
        )
        assert answer.status_code == 201, answer.text


@pytest.fixture
async def trainings(open_house: OpenHouse) -> Trainings:
    return Trainings(await open_house("trainings"))
