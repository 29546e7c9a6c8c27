"""In the sample somebody has asked to be erased, somebody was, and somebody waits to be told."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4, uuid5

from sqlalchemy import select

from services.directory.employments.models import employments
from services.directory.models import metadata
from services.directory.people.models import people
from services.directory.privacy_requests.models import PrivacyReceipt, PrivacyRequest, requests
from services.directory.privacy_requests.values import PrivacyState
from shared.contracts.privacy import PrivacyKind
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork

held = metadata.tables["grants"].c.person_id
Parts = Sequence[tuple[str, str, int, str]]
_DONE: Mapping[str, Parts] = {
    "directory": [
        ("people", "deleted", 1, "with-person"),
        ("employments", "deleted", 1, "with-person"),
        ("placements", "deleted", 2, "with-person"),
        ("sessions", "deleted", 1, "signed-out"),
    ],
    "trainings": [
        ("people", "deleted", 1, "with-person"),
        ("onboardings", "replaced", 1, "loses-its-person"),
        ("registrations", "replaced", 3, "loses-its-person"),
    ],
    "surveys": [("pulses", "replaced", 4, "loses-its-person")],
    "notifications": [
        ("people", "deleted", 1, "with-person"),
        ("messages", "replaced", 46, "loses-its-person"),
        ("dispatches", "deleted", 9, "ninety-days"),
    ],
    "dashboard": [("seen", "replaced", 57, "fact-copies")],
}
"""As services would have told it of a worker who has left the carrier."""
_GIVEN: Mapping[str, Parts] = {
    "directory": [
        ("people", "given", 1, "with-person"),
        ("employments", "given", 1, "with-person"),
        ("placements", "given", 2, "with-person"),
    ],
    "trainings": [("onboardings", "given", 1, "loses-its-person")],
}


async def ask_for_erasures(uow: UnitOfWork, municipality: str) -> None:
    """Once."""
    known = select(requests.c.id).where(requests.c.tenant == municipality).limit(1)
    if (await uow.session.execute(known)).first() is not None:
        return
    free = [people.c.id.not_in(select(each)) for each in (employments.c.worker_id, held)]
    someone = select(people.c.id).where(people.c.tenant == municipality, *free)
    person_id = await uow.session.scalar(someone.order_by(people.c.id.desc()).limit(1))
    if person_id is None:
        return
    uow.session.add(
        PrivacyRequest(
            id=new_id(),
            tenant=municipality,
            kind=PrivacyKind.ERASURE,
            state=PrivacyState.ASKED,
            person_id=person_id,
            asked_by=person_id,
            asked_at=uow.now - timedelta(days=2),
            still_named=[],
        )
    )
    _add_done(uow, municipality, uow.now - timedelta(days=30))
    at_work = select(employments.c.worker_id).where(employments.c.tenant == municipality)
    worker_id = await uow.session.scalar(at_work.order_by(employments.c.id.desc()).limit(1))
    if worker_id is not None:
        _add_underway(uow, municipality, worker_id)


def _add_underway(uow: UnitOfWork, municipality: str, person_id: UUID) -> None:
    """A package that is being made: two services have given their part."""
    row = PrivacyRequest(
        id=new_id(),
        tenant=municipality,
        kind=PrivacyKind.ACCESS,
        state=PrivacyState.ANNOUNCED,
        person_id=person_id,
        asked_by=person_id,
        asked_at=uow.now,
        still_named=[],
        announced_by=person_id,
        announced_at=uow.now,
    )
    uow.session.add(row)
    _add_receipts(uow, row, _GIVEN, uow.now)


def _add_done(uow: UnitOfWork, municipality: str, done_at: datetime) -> None:
    done = PrivacyRequest(
        id=new_id(),
        tenant=municipality,
        kind=PrivacyKind.ERASURE,
        state=PrivacyState.DONE,
        person_id=uuid4(),
        asked_by=uuid4(),
        asked_at=done_at - timedelta(days=6),
        still_named=[],
        announced_by=uuid4(),
        announced_at=done_at - timedelta(seconds=3),
        done_at=done_at,
    )
    uow.session.add(done)
    _add_receipts(uow, done, _DONE, done_at)


def _add_receipts(
    uow: UnitOfWork, row: PrivacyRequest, given: Mapping[str, Parts], moment: datetime
) -> None:
    names = ("table", "end", "rows", "deletion")
    uow.session.add_all(
        PrivacyReceipt(
            tenant=row.tenant,
            receipt_id=uuid5(row.id, service),
            request_id=row.id,
            service=service,
            kind=row.kind.value,
            version=1,
            as_of=moment,
            parts=[dict(zip(names, part, strict=True)) for part in parts],
        )
        for service, parts in given.items()
    )
