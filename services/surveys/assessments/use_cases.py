"""Begins sheets, and lets both write on one until they agree."""

from uuid import UUID

from sqlalchemy import select

from services.surveys.assessments import queries, rules
from services.surveys.assessments.forms import BeginForm
from services.surveys.assessments.models import Assessment, AssessmentEntry
from services.surveys.assessments.values import Party, Sheet
from services.surveys.forms import SheetForm
from services.surveys.framework import queries as framework
from services.surveys.framework.values import AdoptedStandard
from services.surveys.people import queries as people
from shared.contracts.assessments import AssessmentAsked, AssessmentFinished
from shared.database.versions import Overtaken
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me


async def begin(uow: UnitOfWork, me: Me, given: BeginForm) -> Assessment:
    """Both learn of it; raises ``Problem``."""
    standards = await framework.standards(uow.session, me.tenant)
    if not standards:
        raise rules.refused("no-standards", "")
    worker = await people.named(uow.session, me.tenant, given.worker, "worker")
    head = await people.named(uow.session, me.tenant, given.head, "head")
    if worker == head:
        raise rules.refused("same-person", "head")
    await queries.school_name(uow.session, me.tenant, given.school_id)
    row = Assessment(tenant=me.tenant, id=new_id(), link_id=new_id())
    row.school_id, row.school_year = given.school_id, given.school_year
    row.worker_id, row.head_id = worker, head
    uow.session.add(row)
    await uow.session.flush()
    uow.session.add_all(_entry(row, at, each) for at, each in enumerate(standards))
    for party in (Party.WORKER, Party.HEAD):
        _ask(uow, me.cause, row, party, agreed=False)
    return row


async def act(uow: UnitOfWork, cause: Cause, sheet: Sheet, given: SheetForm) -> None:
    """By one of both; raises ``Problem``, ``Overtaken``, ``NoResultFound``."""
    held = (Assessment.tenant == sheet.tenant, Assessment.id == sheet.id)
    query = select(Assessment).where(*held).with_for_update()
    row = (await uow.session.scalars(query.execution_options(populate_existing=True))).one()
    rules.refuse_finished(row)
    if given.agree:
        await _agree(uow, cause, row, sheet.party, given.version)
    else:
        await _write(uow, row, sheet, given)


async def reopen(uow: UnitOfWork, me: Me, assessment_id: UUID) -> None:
    """Something was wrong: both agree anew."""
    row = await queries.one(uow.session, me.tenant, assessment_id)
    if row.finished_at is None:
        return
    row.worker_agreed_at = row.head_agreed_at = row.finished_at = None
    for party in (Party.WORKER, Party.HEAD):
        _ask(uow, me.cause, row, party, agreed=False)


async def _write(uow: UnitOfWork, row: Assessment, sheet: Sheet, given: SheetForm) -> None:
    """Whoever has agreed already agrees to something else now, and is asked again."""
    entry = await queries.entry(uow.session, sheet, rules.judged(given))
    said = ("level", "evidence", "intention")
    if entry.version != given.version:
        stored = {name: getattr(entry, name) for name in (*said, "version")}
        raise Overtaken(given, stored | {"entry": entry.id, "agree": False})
    for name in said:
        setattr(entry, name, getattr(given, name))
    entry.written_by, entry.written_at = sheet.party, uow.now
    row.worker_agreed_at = row.head_agreed_at = None


async def _agree(uow: UnitOfWork, cause: Cause, row: Assessment, party: Party, seen: int) -> None:
    rules.refuse_agreement(await queries.sheet_of(uow.session, row, party), seen)
    if party is Party.WORKER:
        row.worker_agreed_at = row.worker_agreed_at or uow.now
    else:
        row.head_agreed_at = row.head_agreed_at or uow.now
    if row.worker_agreed_at is None or row.head_agreed_at is None:
        other = Party.HEAD if party is Party.WORKER else Party.WORKER
        _ask(uow, cause, row, other, agreed=True)
        return
    row.finished_at = uow.now
    about = {"assessment_id": row.id, "school_id": row.school_id}
    uow.announce(AssessmentFinished(**about, school_year=row.school_year), cause)


def _ask(uow: UnitOfWork, cause: Cause, row: Assessment, party: Party, *, agreed: bool) -> None:
    leads = party is Party.HEAD
    asked = AssessmentAsked(
        assessment_id=row.id,
        person_id=row.head_id if leads else row.worker_id,
        link_id=row.link_id if leads else None,
        agreed=agreed,
    )
    uow.announce(asked, cause)


def _entry(row: Assessment, position: int, each: AdoptedStandard) -> AssessmentEntry:
    found = AssessmentEntry(tenant=row.tenant, id=new_id(), assessment_id=row.id)
    found.position, found.standard_key = position, each.key
    found.chapter, found.text, found.sha256 = each.chapter, each.text, each.sha256
    found.indicators = list(each.indicators)
    return found
