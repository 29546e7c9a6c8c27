"""Records every event once."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.engine import CursorResult

from services.dashboard.events import rules
from services.dashboard.events.models import NAMING, Seen, seen
from services.dashboard.events.values import CHANNEL
from shared.database.reach import crossing
from shared.database.tables import RowOf, row_of
from shared.erasing.erase import Erasure, mentions, without
from shared.messaging.message import Message
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork
from shared.retention.deeds import Deed


def record(uow: BulkUnitOfWork, messages: Sequence[Message]) -> None:
    """Write down what is new; positions grow in the order of commits, so readers miss nothing."""
    if not messages:
        return
    uow.append(seen, [_row(message) for message in messages], seen_at=uow.now)
    uow.notify(CHANNEL)


async def forget(uow: UnitOfWork, erasure: Erasure) -> int:
    """Events of other things name others at random instead; returns how many did."""
    others = seen.c.key.not_in([str(each) for each in erasure.people.ids])
    named = update(seen).where(others, mentions(seen.c.data, erasure.people))
    done = await uow.session.execute(
        crossing(named.values(data=without(seen.c.data, erasure.names)))
    )
    assert isinstance(done, CursorResult)
    return done.rowcount


async def make_anonymous(uow: UnitOfWork, keys: Sequence[Row[Any]]) -> int:
    """The period of these events is over: nobody can say any more whom they were about."""
    wanted = seen.c.position.in_([position for (position,) in keys])
    query = select(seen.c.position, seen.c.type, seen.c.time, seen.c.causation_id).where(wanted)
    rows = (await uow.session.execute(crossing(query))).all()
    done = update(seen).where(wanted).values(anonymous=True)
    await uow.session.execute(crossing(done))
    changed = [
        {"at": row.position, **rules.anonymous(row.time, row.causation_id)}
        for row in rows
        if rules.about_people(row.type)
    ]
    if changed:
        replaced = update(seen).where(seen.c.position == bindparam("at"))
        await uow.session.execute(crossing(replaced), changed)
    return len(keys)


KEEPING = Deed(seen, make_anonymous, only=NAMING, naming=seen.c.data)


def _row(message: Message) -> RowOf[Seen]:
    text_of_data = (message.data or b"null").decode("utf-8", "replace")
    return row_of(Seen)(
        id=message.id,
        type=message.type,
        source=message.source,
        topic=message.topic,
        key=message.key,
        tenant=message.tenant,
        correlation_id=message.correlation_id,
        causation_id=message.causation_id,
        time=message.time,
        data=text_of_data.replace("\0", "\ufffd"),
    )
