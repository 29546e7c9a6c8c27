"""Messages as the bus hands them over, without a bus."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from shared.clock import local_date
from shared.contracts.directory import Funding, PlacementFact, Role, SchoolType, WorkerHired
from shared.contracts.notifications import LetterKind, LetterQueued
from shared.contracts.trainings import OnboardingStarted, TaskFact
from shared.ids import new_id
from shared.messaging.event import Body
from shared.messaging.message import Arrival, Message, Partition

TENANT = "05978004"
_SCHOOLS = (new_id(), new_id())
_CARRIER = new_id()


@dataclass(frozen=True, slots=True)
class Delivery:
    """Bytes, and where they lay."""

    partition: Partition
    offset: int
    key: bytes
    value: bytes
    headers: list[tuple[str, bytes]]

    def arrival(self) -> Arrival:
        """Decoded, as a bus does it."""
        return Arrival.read(self.partition, self.offset, self.key, self.value, self.headers)


def hires(count: int) -> list[Delivery]:
    """Hires of different people."""
    return [_delivery(message(_hired()), offset) for offset in range(count)]


def mixture(hired: int) -> list[Message]:
    """What so many hires put on the bus, one kind after the other for each."""
    return [message(body) for _ in range(hired) for body in story()]


def message(body: Body) -> Message:
    return Message(
        id=new_id(),
        topic=body.topic,
        key=body.key,
        type=body.type_name,
        time=datetime.now(UTC),
        tenant=TENANT,
        correlation_id=new_id(),
        causation_id=new_id(),
        data=body.model_dump_json().encode(),
    )


def _delivery(sent: Message, offset: int) -> Delivery:
    assert sent.data is not None
    place = Partition(sent.topic, offset % 6)
    return Delivery(place, offset, sent.key.encode(), sent.data, sent.headers())


def _hired() -> WorkerHired:
    return WorkerHired(
        worker_id=new_id(),
        employment_id=new_id(),
        carrier_id=_CARRIER,
        start_date=local_date(datetime.now(UTC)) + timedelta(days=70),
        placements=tuple(
            PlacementFact(
                placement_id=new_id(),
                school_id=school,
                school_number="100001",
                school_type=SchoolType.PRIMARY,
                weekly_hours=Decimal("19.5"),
            )
            for school in _SCHOOLS
        ),
        funding=Funding.LAND,
    )


def story() -> list[Body]:
    """What one hire puts on the bus."""
    hired = _hired()
    tasks = tuple(
        TaskFact(
            task_id=new_id(),
            code="supervision",
            role=Role.CARRIER,
            organization_id=_CARRIER,
            due_on=hired.start_date,
            mandatory=True,
        )
        for _ in range(35)
    )
    started = OnboardingStarted(
        onboarding_id=new_id(),
        worker_id=hired.worker_id,
        employment_id=hired.employment_id,
        carrier_id=_CARRIER,
        template_id=new_id(),
        known_on=local_date(datetime.now(UTC)),
        start_date=hired.start_date,
        tasks=tasks,
    )
    letters = [
        LetterQueued(
            letter_id=new_id(),
            worker_id=hired.worker_id,
            kind=LetterKind.TASKS,
            role=Role.HEAD,
            tasks=4,
        )
        for _ in range(10)
    ]
    return [hired, started, *letters]
