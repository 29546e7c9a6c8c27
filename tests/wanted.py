"""What people want with what is kept about them, in a town: asked by somebody, and done before."""

from datetime import timedelta
from uuid import UUID, uuid4, uuid5

from services.directory.privacy_requests.models import PrivacyReceipt, PrivacyRequest
from services.directory.privacy_requests.values import PrivacyState
from shared.contracts.privacy import ANSWERING, PrivacyKind
from shared.ids import new_id
from tests.house import House
from tests.town import Town


async def want_erasures(house: House, town: Town) -> None:
    """One of somebody without an employment, one of the worker, and one that is done."""
    people = {
        "privacy_request_id": (uuid4(), PrivacyState.ASKED),
        "own_request_id": (UUID(town.values["worker_id"]), PrivacyState.ASKED),
        "": (uuid4(), PrivacyState.DONE),
    }
    now = house.clock.now()
    async with house.context("directory").database.transaction() as uow:
        for name, (person_id, state) in people.items():
            row = PrivacyRequest(
                id=new_id(),
                tenant=town.municipality,
                kind=PrivacyKind.ERASURE,
                state=state,
                person_id=person_id,
                asked_by=person_id,
                asked_at=now - timedelta(days=3),
                still_named=[],
            )
            town.values |= {name: str(row.id)} if name else {}
            town.traces.add(str(row.id))
            uow.session.add(row)
        row.announced_at = row.done_at = now
        uow.session.add_all(_receipt(town, row, service) for service in ANSWERING)


def _receipt(town: Town, done: PrivacyRequest, service: str) -> PrivacyReceipt:
    parts = [{"table": "people", "end": "deleted", "rows": 1, "deletion": "with-person"}]
    return PrivacyReceipt(
        tenant=town.municipality,
        receipt_id=uuid5(done.id, service),
        request_id=done.id,
        service=service,
        kind=PrivacyKind.ERASURE.value,
        version=1,
        as_of=done.asked_at,
        parts=parts,
    )
