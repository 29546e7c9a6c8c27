"""Ends or replaces the placements of one worker."""

from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Row

from services.directory.departures import rules
from services.directory.departures.schemas import NewChange, NewDeparture
from services.directory.idempotency.use_cases import (
    Request,
    answered,
    fingerprint,
    remember,
    repeated,
)
from services.directory.placements import use_cases as placing
from services.directory.rules import findings
from services.directory.schemas import Receipt
from shared.clock import local_date
from shared.contracts.directory import PlacementsChanged, WorkerDeparted
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import FieldError, Problem
from shared.web.tokens import CarrierClient

Change = Callable[[Row[Any]], Awaitable[Receipt]]


async def depart(uow: UnitOfWork, client: CarrierClient, key: str, given: NewDeparture) -> str:
    """A worker leaves; answers a Receipt in JSON. Raises ``Problem``."""

    async def apply(worker: Row[Any]) -> Receipt:
        _refuse(rules.departure_errors(given, local_date(uow.now), worker.start_date))
        await placing.end_work(uow, worker.id, given.last_day, given.reason)
        cause = Cause(client.tenant, new_id())
        event = WorkerDeparted(
            worker_id=worker.id,
            carrier_id=client.carrier_id,
            last_day=given.last_day,
            reason=given.reason,
        )
        uow.announce(event, cause)
        return _receipt(worker, cause)

    return await _once(uow, client, key, given, given.external_id, apply)


async def change(uow: UnitOfWork, client: CarrierClient, key: str, given: NewChange) -> str:
    """A worker's placements change; answers a Receipt in JSON. Raises ``Problem``."""

    async def apply(worker: Row[Any]) -> Receipt:
        schools = await placing.schools_of(uow.session, given.placements)
        _refuse(
            [
                *rules.change_errors(given, local_date(uow.now), worker.start_date),
                *placing.unknown_schools(client.tenant, given.placements, schools),
            ]
        )
        facts = placing.facts_of(client.tenant, given.placements, schools)
        await placing.replace(uow, client.tenant, worker.id, facts, given.valid_from)
        cause = Cause(client.tenant, new_id())
        event = PlacementsChanged(
            worker_id=worker.id,
            carrier_id=client.carrier_id,
            valid_from=given.valid_from,
            placements=facts,
        )
        uow.announce(event, cause)
        receipt = _receipt(worker, cause)
        receipt.placement_ids = [fact.placement_id for fact in facts]
        receipt.warnings = findings(given.placements)
        return receipt

    return await _once(uow, client, key, given, given.external_id, apply)


async def _once(
    uow: UnitOfWork,
    client: CarrierClient,
    key: str,
    given: BaseModel,
    external_id: str,
    apply: Change,
) -> str:
    """Apply to the worker, who is held meanwhile, or give the answer given before."""
    worker = await placing.lock_worker(uow, client, external_id)
    request = Request(client.carrier_id, key, fingerprint(type(given).__name__, given))
    before = repeated(await answered(uow.session, [request]), request)
    if before is not None:
        return before
    if worker is None:
        errors = [FieldError("external_id", "names no worker of this carrier")]
        raise Problem(404, "worker-not-found", "This carrier has no such worker", errors=errors)
    if worker.last_day is not None:
        errors = [FieldError("external_id", "names a worker whose departure has been posted")]
        raise Problem(409, "worker-departed", "This worker has left", errors=errors)
    answer = (await apply(worker)).model_dump_json()
    remember(uow, [(request, answer)])
    return answer


def _refuse(errors: list[FieldError]) -> None:
    if errors:
        raise Problem(422, "invalid-change", "The body is not valid", errors=errors)


def _receipt(worker: Row[Any], cause: Cause) -> Receipt:
    return Receipt(
        worker_id=worker.id,
        placement_ids=[],
        correlation_id=cause.correlation_id,
        warnings=[],
    )
