"""How a service answers who is to be erased: one handler, made for each by one function."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import MetaData

from shared.contracts.privacy import PrivacyKind, PrivacyRequested, ReceiptPart
from shared.erasing.erase import Part, erase_rows, renames
from shared.erasing.messages import erase_messages, records_about
from shared.erasing.rows import People
from shared.messaging.event import Cause, Record
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import UnitOfWork

Forget = Callable[[UnitOfWork, People], Awaitable[None]]
"""What a capability does of its own, before the rows go: a seat becomes free, a file is removed."""


def answer_privacy(
    tables: MetaData, receipt: type[Record], before: Sequence[Forget] = ()
) -> EventRouter:
    """The handler of a service that announces ``receipt``."""
    handlers = EventRouter()
    service = receipt.owner()

    @handlers.on(PrivacyRequested)
    async def answer_privacy_request(
        events: Sequence[Received[PrivacyRequested]], uow: UnitOfWork
    ) -> None:
        for event in events:
            if event.body.kind is PrivacyKind.ERASURE:
                people = people_of(event.body)
                parts = await erase_everything(uow, service, tables, people, event.cause, before)
                said = told(event.body.request_id, service, parts, uow)
                uow.announce(receipt(**said), event.cause)

    return handlers


async def erase_everything(
    uow: UnitOfWork,
    service: str,
    tables: MetaData,
    people: People,
    cause: Cause,
    before: Sequence[Forget] = (),
) -> list[Part]:
    """All of it in the transaction of ``uow``; doing it twice finds nothing the second time."""
    for forget in before:
        await forget(uow, people)
    await uow.write()
    names = renames(people)
    parts = await erase_rows(uow.session, tables, people, names)
    parts += await erase_messages(uow, tables, people, names)
    for record in records_about(service):
        for person_id in people.persons:
            uow.erase(record, person_id, cause)
    await uow.turn_away(people.ids)
    uow.session.expire_all()
    return parts


def told(request_id: UUID, service: str, parts: Sequence[Part], uow: UnitOfWork) -> dict[str, Any]:
    """What a receipt says."""
    return {
        "receipt_id": uuid5(request_id, service),
        "request_id": request_id,
        "service": service,
        "kind": PrivacyKind.ERASURE,
        "version": int(uow.now.timestamp() * 1000),
        "parts": tuple(
            ReceiptPart(
                table=each.table,
                end=each.end.name.lower(),
                rows=each.rows,
                deletion=each.deletion.key,
            )
            for each in parts
        ),
    }


def people_of(asked: PrivacyRequested) -> People:
    """Whose rows a request means."""
    persons = dict.fromkeys((asked.person_id, *asked.person_ids))
    return People(tuple(persons), asked.employment_ids)
