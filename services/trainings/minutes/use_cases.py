"""Saves minutes without overwriting anybody, publishes them once, and corrects them after that."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import delete

from services.trainings.agenda import queries as agendas
from services.trainings.agenda import use_cases as agenda
from services.trainings.agenda.values import Outcome
from services.trainings.attendance import queries as attendance
from services.trainings.decisions import use_cases as decisions
from services.trainings.gatherings import queries as gatherings
from services.trainings.minutes import queries, rules
from services.trainings.minutes.forms import CorrectionForm
from services.trainings.minutes.models import (
    Minutes,
    MinutesCorrection,
    MinutesDraft,
    MinutesPresence,
    MinutesRevision,
    drafts,
)
from services.trainings.minutes.values import Clash
from services.trainings.models import Gathering
from services.trainings.seats import use_cases as seats
from shared.clock import local_date
from shared.contracts.meetings import MinutesPublished
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.person import Me


async def save(uow: UnitOfWork, me: Me, gathering_id: UUID, text: str, base: int) -> Clash | None:
    """A new revision, or a draft where somebody was faster; raises ``Problem``."""
    row = await _writable(uow, me, gathering_id)
    if base != row.revision:
        await keep(uow, me, gathering_id, text, row.revision)
        return Clash(await queries.text_of(uow.session, row), row.revision)
    if text != await queries.text_of(uow.session, row):
        _append(uow, me, row, text)
    mine = (drafts.c.tenant == me.tenant, drafts.c.gathering_id == gathering_id)
    await uow.session.execute(delete(drafts).where(*mine, drafts.c.author_id == me.person_id))
    return None


async def keep(uow: UnitOfWork, me: Me, gathering_id: UUID, text: str, base: int) -> None:
    """What somebody goes on with later, and nobody else sees; raises ``Problem``."""
    row = await seats.hold(uow, me.tenant, gathering_id)
    await queries.refuse_published(uow.session, row)
    found = await queries.draft_of(uow.session, me.tenant, gathering_id, me.person_id)
    if found is None:
        found = MinutesDraft(
            tenant=me.tenant,
            gathering_id=gathering_id,
            author_id=me.person_id,
            base=base,
            at=uow.now,
            text=text,
        )
        uow.session.add(found)
    found.text, found.base, found.at = text, base, uow.now


async def restore(uow: UnitOfWork, me: Me, gathering_id: UUID, number: int, base: int) -> bool:
    """An earlier text as a new revision; False where somebody was faster. Raises ``Problem``."""
    row = await _writable(uow, me, gathering_id)
    if base != row.revision:
        return False
    earlier = await queries.revision(uow.session, row, number)
    _append(uow, me, row, earlier.text, restored=number)
    return True


async def settle(
    uow: UnitOfWork, me: Me, gathering_id: UUID, outcomes: Mapping[UUID, Outcome]
) -> None:
    """What became of each item of the agenda, once; raises ``Problem``."""
    gathering = await seats.hold(uow, me.tenant, gathering_id)
    rules.refuse_early(gathering.starts_at, uow.now)
    row = await _writable(uow, me, gathering_id)
    items = await agendas.items_of(uow.session, me.tenant, gathering_id)
    if {each.id for each in items} != outcomes.keys():
        raise Problem(409, "agenda-changed", "There are other items")
    await agenda.settle(uow, me, gathering, outcomes)
    row.settled_at = uow.now


async def publish(uow: UnitOfWork, me: Me, gathering_id: UUID) -> None:
    """Freeze text, decisions and who was there; raises ``Problem``."""
    gathering = await seats.hold(uow, me.tenant, gathering_id)
    rules.refuse_early(gathering.starts_at, uow.now)
    row = await _writable(uow, me, gathering_id)
    if not row.revision:
        raise Problem(409, "minutes-empty", "There is no text")
    items = await agendas.items_of(uow.session, me.tenant, gathering_id)
    if any(each.outcome is None for each in items):
        raise Problem(409, "agenda-open", "Nobody said what became of the items")
    await _freeze(uow, gathering, row)
    mine = (drafts.c.tenant == me.tenant, drafts.c.gathering_id == gathering_id)
    await uow.session.execute(delete(drafts).where(*mine))
    assert gathering.starts_at is not None
    year = local_date(gathering.starts_at).year
    number = await decisions.number(uow, me.tenant, gathering_id, year)
    published = MinutesPublished(gathering_id=gathering_id, minutes_id=row.id, decisions=number)
    uow.announce(published, me.cause)


async def correct(uow: UnitOfWork, me: Me, gathering_id: UUID, given: CorrectionForm) -> None:
    """Beside the published text, which stays; raises ``Problem``."""
    await seats.hold(uow, me.tenant, gathering_id)
    found = await queries.of_gathering(uow.session, me.tenant, gathering_id)
    row = rules.refuse_unpublished(found)
    number = len(await queries.corrections(uow.session, row)) + 1
    uow.session.add(
        MinutesCorrection(
            tenant=row.tenant,
            id=new_id(),
            minutes_id=row.id,
            number=number,
            author_id=me.person_id,
            at=uow.now,
            text=given.text,
            reason=given.reason,
        )
    )


async def _writable(uow: UnitOfWork, me: Me, gathering_id: UUID) -> Minutes:
    await seats.hold(uow, me.tenant, gathering_id)
    row = await queries.of_gathering(uow.session, me.tenant, gathering_id)
    rules.refuse_published(row)
    if row is None:
        row = Minutes(tenant=me.tenant, id=new_id(), gathering_id=gathering_id)
        uow.session.add(row)
        await uow.session.flush()
    return row


def _append(uow: UnitOfWork, me: Me, row: Minutes, text: str, *, restored: int = 0) -> None:
    uow.session.add(
        MinutesRevision(
            tenant=row.tenant,
            id=new_id(),
            minutes_id=row.id,
            number=row.revision + 1,
            base=row.revision,
            restored=restored,
            author_id=me.person_id,
            at=uow.now,
            text=text,
        )
    )
    row.revision += 1


async def _freeze(uow: UnitOfWork, gathering: Gathering, row: Minutes) -> None:
    found = await gatherings.whole(uow.session, gathering.tenant, gathering)
    row.title, row.held_at = gathering.title, gathering.starts_at
    row.place = found.held[0].place if found.held else ""
    row.published_at = uow.now
    for each in await attendance.present(uow.session, row.tenant, gathering.id):
        uow.session.add(MinutesPresence(tenant=row.tenant, minutes_id=row.id, person_id=each))
