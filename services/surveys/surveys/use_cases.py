"""What an office does with a survey, and what happens when it begins."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select, update

from services.surveys.named import use_cases as named
from services.surveys.paths.values import largest_sheet
from services.surveys.people import queries as people
from services.surveys.questionnaires import queries as questionnaires
from services.surveys.questionnaires import use_cases as freezing
from services.surveys.survey_groups import use_cases as groups
from services.surveys.surveys import queries, rules
from services.surveys.surveys.forms import NewSurveyForm, SurveyForm
from services.surveys.surveys.models import PlannedSurvey, planned_surveys
from services.surveys.surveys.values import (
    CHANNEL,
    Audience,
    OpeningNote,
    Secrecy,
    State,
    last_day_of,
)
from services.surveys.urns import use_cases as urns
from services.surveys.urns.values import FreshLink, Seals, UrnPlan
from shared.clock import local_date
from shared.contracts.merging import PersonMerged
from shared.contracts.surveys import SurveyOpened
from shared.database.reach import crossing
from shared.database.versions import Overtaken
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.router import Received
from shared.messaging.unit_of_work import UnitOfWork
from shared.small_numbers.sizes import LEAST
from shared.web.problem import FieldError, Problem
from shared.web.sessions.person import Me

PULLS = 5
"""How often links may be asked for when people are invited: whoever sends may be killed."""


async def add(uow: UnitOfWork, me: Me, form: NewSurveyForm) -> PlannedSurvey:
    """A draft; in which of the two ways people are asked never changes."""
    row = PlannedSurvey(
        id=new_id(),
        tenant=me.tenant,
        secrecy=form.secrecy,
        state=State.DRAFT,
        created_at=uow.now,
        title=form.title,
        questionnaire_id=form.questionnaire_id,
        version_id=await _frozen(uow, me, form),
        roles=[],
        groups=[],
        carriers=[],
        school_types=[],
        breakdowns=[],
    )
    _fill(row, form)
    uow.session.add(row)
    await uow.session.flush()
    return row


async def change(uow: UnitOfWork, me: Me, survey_id: UUID, form: SurveyForm) -> None:
    """Of a draft, what is asked and whom; the questionnaire as it is now. Raises ``Overtaken``."""
    row = await _draft(uow, me, survey_id)
    if row.version != form.version:
        raise Overtaken(form, await queries.known(uow.session, me.tenant, survey_id))
    row.version_id = await _frozen(uow, me, form)
    row.title, row.questionnaire_id = form.title, form.questionnaire_id
    _fill(row, form)
    row.touch()


async def _frozen(uow: UnitOfWork, me: Me, form: SurveyForm) -> UUID:
    """The version that is asked; raises ``Problem`` where the days or the questions are wrong."""
    _refuse(form)
    try:
        return await freezing.freeze(uow, me.tenant, form.questionnaire_id)
    except Problem as refusal:
        errors = [FieldError("questionnaire_id", "is not ready")]
        raise Problem(422, refusal.code, refusal.title, errors=errors) from None


def _fill(row: PlannedSurvey, form: SurveyForm) -> None:
    row.roles = sorted(form.roles)
    row.groups = sorted(str(each) for each in form.groups)
    row.carriers = sorted(str(each) for each in form.carriers)
    row.school_types = sorted(str(each) for each in form.school_types)
    row.breakdowns = sorted(str(each) for each in form.breakdowns)
    row.opens_at = rules.opens_at(form.opens_on) if form.opens_on else None
    row.closes_at = rules.closes_at(form.closes_on) if form.closes_on else None
    row.remind_on, row.yearly = form.remind_on, form.yearly


def _refuse(form: SurveyForm) -> None:
    if not (form.roles or form.groups):
        errors = [FieldError("roles", "names nobody")]
        raise Problem(422, "nobody-meant", "Nobody would be asked", errors=errors)
    if form.yearly and form.groups:
        errors = [FieldError("yearly", "goes without groups only")]
        raise Problem(422, "yearly-with-groups", "Nobody would say who is in it", errors=errors)
    first, last, reminder = form.opens_on, form.closes_on, form.remind_on
    if first and last and last < first:
        errors = [FieldError("closes_on", "lies before the first day")]
        raise Problem(422, "wrong-order", "The days are in the wrong order", errors=errors)
    if reminder and not (first and last and first < reminder <= last):
        errors = [FieldError("remind_on", "lies outside")]
        raise Problem(422, "reminder-outside", "The reminder lies outside", errors=errors)


async def copy(uow: UnitOfWork, me: Me, survey_id: UUID) -> PlannedSurvey:
    """A draft without dates, invitations and answers, that asks what the questionnaire asks."""
    row = await queries.one(uow.session, me.tenant, survey_id)
    copied = rules.copied(row, f"Kopie von {row.title}"[:160], uow.now)
    uow.session.add(copied)
    await uow.session.flush()
    return copied


async def start(
    uow: UnitOfWork, me: Me, survey_id: UUID, members: Collection[UUID] = ()
) -> PlannedSurvey:
    """From now on nothing of it changes, nor who is in its groups; people are invited later."""
    row = await _draft(uow, me, survey_id)
    found = await queries.audience_of(uow.session, row, local_date(uow.now), members)
    if rules.faults(found, row.opens_at, row.closes_at, uow.now):
        raise Problem(409, "survey-not-ready", "It cannot be started")
    await groups.keep(uow, row.tenant, row.id, members)
    row.state = State.PLANNED
    uow.notify(CHANNEL)
    return row


async def cancel(uow: UnitOfWork, me: Me, survey_id: UUID) -> None:
    """Before anybody was invited; afterwards it goes on to its end."""
    row = await _held(uow, me.tenant, survey_id)
    if row.state not in (State.DRAFT, State.PLANNED):
        raise Problem(409, "survey-has-begun", "People are asked already")
    row.state = State.CANCELLED
    await groups.forget(uow, row.tenant, row.id)


async def ask_once(uow: UnitOfWork, merged: Sequence[Received[PersonMerged]]) -> None:
    """Of two named invitations of one person to the same survey one is left."""
    for each in merged:
        ids = await people.same_as(uow.session, each.tenant, each.body.survivor_id)
        ids |= {each.body.survivor_id, each.body.merged_id}
        for survey_id, number in (await named.ask_once(uow, each.tenant, ids)).items():
            mine = (planned_surveys.c.tenant == each.tenant, planned_surveys.c.id == survey_id)
            fewer = planned_surveys.c.invited - number
            await uow.session.execute(update(planned_surveys).where(*mine).values(invited=fewer))


async def pause(uow: UnitOfWork, me: Me, survey_id: UUID) -> None:
    """What is planned does not begin; once people are asked there is no pause."""
    row = await _held(uow, me.tenant, survey_id)
    if row.state is not State.PLANNED:
        raise Problem(409, "survey-not-planned", "Only what is planned can be paused")
    row.paused_at = row.paused_at or uow.now


async def resume(uow: UnitOfWork, me: Me, survey_id: UUID) -> None:
    """It begins on its day; where its time is over, in the next year in which it is not."""
    row = await _held(uow, me.tenant, survey_id)
    if row.state is not State.PLANNED:
        raise Problem(409, "survey-not-planned", "Only what is planned can go on")
    row.paused_at = None
    while row.closes_at and row.closes_at <= uow.now:
        rules.put_off(row)
    uow.notify(CHANNEL)


async def open_due(uow: UnitOfWork, seals: Seals, survey_id: UUID) -> None:
    """Invite those whom the rule means today; what was promised beforehand holds, or nobody is."""
    mine = select(PlannedSurvey).where(
        PlannedSurvey.id == survey_id, PlannedSurvey.state == State.PLANNED
    )
    row = (await uow.session.scalars(crossing(mine).with_for_update())).one_or_none()
    if row is None or row.closes_at is None or row.paused_at is not None:
        return
    if row.yearly:
        uow.session.add(rules.next_wave(row, uow.now))
    found = await queries.audience_of(uow.session, row, local_date(uow.now))
    if rules.is_too_small(found) and found.number >= LEAST:
        row.breakdowns, row.noted = [], OpeningNote.NOT_BROKEN_DOWN
        found = await queries.audience_of(uow.session, row, local_date(uow.now))
    if found.number < LEAST or row.closes_at <= uow.now:
        row.state, row.noted = State.CANCELLED, OpeningNote.TOO_FEW
        await groups.forget(uow, row.tenant, row.id)
        return
    await _invite(uow, seals, row, found)
    await groups.forget(uow, row.tenant, row.id)
    row.state, row.invited = State.OPEN, found.number
    opened = SurveyOpened(
        survey_id=row.id, closes_on=last_day_of(row.closes_at), remind_on=row.remind_on
    )
    uow.announce(opened, Cause(row.tenant, new_id()))


async def _invite(uow: UnitOfWork, seals: Seals, row: PlannedSurvey, found: Audience) -> None:
    if row.secrecy is Secrecy.NAMED:
        ids = [each.person_id for each in found.people]
        await named.invite(uow, row.tenant, row.id, ids)
        return
    asked = await questionnaires.version(uow.session, row.tenant, row.version_id)
    rule = await queries.rule_in_words(uow.session, row.tenant, queries.rule_of(row))
    plan = UrnPlan(
        survey_id=row.id,
        tenant=row.tenant,
        questionnaire=asked.sha256,
        group_rule=rule,
        largest_sheet=largest_sheet(asked.document),
        closes_at=row.closes_at,
    )
    await urns.plan(uow, seals, plan, found.people)


async def links_for_invitations(
    uow: UnitOfWork, seals: Seals, survey_id: UUID
) -> Sequence[FreshLink]:
    """For whoever sends the mails, on the first day; again if they were killed on the way."""
    row = await _open(uow, survey_id)
    if row.reminded_at is not None or row.mails_asked >= PULLS:
        raise Problem(409, "already-mailed", "People have their links")
    change = update(planned_surveys).where(planned_surveys.c.id == survey_id)
    await uow.session.execute(crossing(change.values(mails_asked=row.mails_asked + 1)))
    return await _links(uow, seals, row)


async def links_for_reminder(uow: UnitOfWork, seals: Seals, survey_id: UUID) -> Sequence[FreshLink]:
    """Once: asked twice, the difference would say who has answered meanwhile."""
    row = await _open(uow, survey_id)
    if row.reminded_at is not None:
        raise Problem(409, "already-reminded", "There is one reminder only")
    change = update(planned_surveys).where(planned_surveys.c.id == survey_id)
    await uow.session.execute(crossing(change.values(reminded_at=uow.now)))
    return await _links(uow, seals, row)


async def note_lost_mails(uow: UnitOfWork, survey_id: UUID, number: int) -> None:
    """For the office, whoever they are; said again by whoever has begun anew."""
    mine = update(planned_surveys).where(planned_surveys.c.id == survey_id)
    await uow.session.execute(crossing(mine.values(mails_lost=number)))


async def _links(uow: UnitOfWork, seals: Seals, row: PlannedSurvey) -> Sequence[FreshLink]:
    if row.secrecy is Secrecy.NAMED:
        return await named.fresh_links(uow, row.id)
    return await urns.fresh_links(uow, seals, row.id)


async def _open(uow: UnitOfWork, survey_id: UUID) -> PlannedSurvey:
    mine = select(PlannedSurvey).where(
        PlannedSurvey.id == survey_id,
        PlannedSurvey.state == State.OPEN,
        PlannedSurvey.closes_at > uow.now,
    )
    row = (await uow.session.scalars(crossing(mine).with_for_update())).one_or_none()
    if row is None:
        raise Problem(409, "survey-not-open", "Nobody is asked now")
    return row


async def _draft(uow: UnitOfWork, me: Me, survey_id: UUID) -> PlannedSurvey:
    row = await _held(uow, me.tenant, survey_id)
    if row.state is not State.DRAFT:
        raise Problem(409, "survey-not-draft", "It is started already")
    return row


async def _held(uow: UnitOfWork, tenant: str, survey_id: UUID) -> PlannedSurvey:
    mine = (PlannedSurvey.tenant == tenant, PlannedSurvey.id == survey_id)
    return (await uow.session.scalars(select(PlannedSurvey).where(*mine).with_for_update())).one()
