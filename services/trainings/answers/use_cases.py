"""Keeps answers, forgets them in time, and lets the office approve once more."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import delete, select

from services.trainings.answers import queries, rules
from services.trainings.answers.models import Answer, AnswerSheet, answers, sheets
from services.trainings.answers.values import KEPT
from services.trainings.models import Gathering, Registration
from services.trainings.questions import queries as questions
from services.trainings.seats import use_cases as seats
from services.trainings.values import GONE
from shared.contracts.gatherings import Approval
from shared.database.reach import crossing
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem


async def give(uow: UnitOfWork, entry: Registration, given: Mapping[str, str]) -> None:
    """Whoever has answered may answer otherwise until the last day; raises ``Problem``.

    Where it matters for an approval that there is, the office has to approve once more, and the
    seat stays.
    """
    sheet = await questions.sheet(uow.session, entry.tenant, entry.gathering_id)
    if not sheet.asking(entry.approval).questions:
        return
    row = await seats.hold(uow, entry.tenant, entry.gathering_id)
    entry = await queries.as_it_is(uow.session, entry)
    if entry.place in GONE:
        raise Problem(409, "registration-gone", "They are not registered")
    sheet = sheet.asking(entry.approval)
    before = await queries.own(uow.session, entry.tenant, row.id, entry)
    wanted = rules.read(sheet.questions, given)
    kept = await queries.one_sheet(uow.session, entry.tenant, entry.id)
    if kept is not None and wanted == before.answers:
        return
    if queries.frozen(row, before, uow.now):
        raise Problem(409, "answers-frozen", "Nothing can be changed any more")
    kept = kept or AnswerSheet(tenant=entry.tenant, registration_id=entry.id, answered_at=uow.now)
    kept.answered_at = uow.now
    decisive = rules.is_decisive(sheet.questions, before.answers, wanted)
    if decisive and entry.approval is Approval.APPROVED:
        kept.review_since = kept.review_since or uow.now
    uow.session.add(kept)
    await _write(uow, entry, wanted)


async def approve(uow: UnitOfWork, entry: Registration) -> None:
    """The office agrees with what is answered now; twice is the same as once."""
    await seats.hold(uow, entry.tenant, entry.gathering_id)
    kept = await queries.one_sheet(uow.session, entry.tenant, entry.id)
    if kept is not None:
        kept.review_since = None


async def drop(uow: UnitOfWork, tenant: str, question_id: UUID) -> None:
    """All answers to a question that is asked no more."""
    mine = (answers.c.tenant == tenant, answers.c.question_id == question_id)
    await uow.session.execute(delete(answers).where(*mine))


async def forget(uow: UnitOfWork, entries: Collection[UUID]) -> None:
    """Those of registrations that have lost their person, wherever that is."""
    for table in (answers, sheets):
        theirs = delete(table).where(table.c.registration_id.in_(entries))
        await uow.session.execute(crossing(theirs))


async def forget_older(uow: UnitOfWork) -> None:
    """Those for gatherings that ended long enough ago."""
    past = (
        select(Registration.id)
        .join(Gathering, Gathering.id == Registration.gathering_id)
        .where(Gathering.ends_at < uow.now - KEPT)
    )
    for table in (answers, sheets):
        over = delete(table).where(table.c.registration_id.in_(past))
        await uow.session.execute(crossing(over))


async def _write(uow: UnitOfWork, entry: Registration, wanted: Mapping[UUID, str]) -> None:
    mine = (answers.c.tenant == entry.tenant, answers.c.registration_id == entry.id)
    await uow.session.execute(delete(answers).where(*mine))
    uow.session.add_all(
        Answer(tenant=entry.tenant, registration_id=entry.id, question_id=key, text=text)
        for key, text in wanted.items()
    )
    await uow.session.flush()
