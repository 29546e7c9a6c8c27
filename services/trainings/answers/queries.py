"""Answers of one registration, and of all of a gathering."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.answers import rules
from services.trainings.answers.models import Answer, AnswerSheet
from services.trainings.answers.values import F, Line, Own, Questionnaire, lacks, with_questions
from services.trainings.models import Gathering, Registration
from services.trainings.people import queries as people
from services.trainings.questions import queries as questions
from services.trainings.questions.values import Sheet
from services.trainings.values import GONE
from shared.database.paging import KeysetRequest, Page, Shown, attribute, computed
from shared.web.kit.forms import Entered

_STATE = (attribute("name", "Name"), attribute("seat", "Platz"), attribute("standing", "Angaben"))


async def own(
    session: AsyncSession, tenant: str, gathering_id: UUID, entry: Registration | None
) -> Own:
    """The questions, with what was answered by somebody who is registered."""
    sheet = await questions.sheet(session, tenant, gathering_id)
    sheet = sheet.asking(entry.approval if entry else None)
    if not sheet.questions or entry is None:
        return Own(sheet.questions, changeable_until=sheet.changeable_until)
    found = await session.scalars(_answers(tenant).where(Answer.registration_id == entry.id))
    given = {each.question_id: each.text for each in found}
    kept = await one_sheet(session, tenant, entry.id)
    return _own(sheet, given, kept)


async def as_it_is(session: AsyncSession, entry: Registration) -> Registration:
    """The same, although it was read before its gathering was held."""
    mine = (Registration.tenant == entry.tenant, Registration.id == entry.id)
    query = select(Registration).where(*mine).execution_options(populate_existing=True)
    return (await session.scalars(query)).one()


async def one_sheet(
    session: AsyncSession, tenant: str, registration_id: UUID
) -> AnswerSheet | None:
    """None for who has answered nothing yet."""
    mine = (AnswerSheet.tenant == tenant, AnswerSheet.registration_id == registration_id)
    return (await session.scalars(select(AnswerSheet).where(*mine))).one_or_none()


def asking(
    form: Entered[F], found: Own, given: Mapping[str, str] | None = None
) -> Questionnaire[F]:
    """The form with the questions; ``given`` if it was sent, and could not be taken."""
    if given is None:
        return with_questions(form, found.questions, found.typed, {})
    return with_questions(form, found.questions, given, rules.faults(found.questions, given))


def frozen(row: Gathering, found: Own, now: datetime) -> bool:
    """Whether somebody can change what they have answered no more."""
    if not found.answered:
        return False
    return rules.is_frozen(found.changeable_until, row, now)


async def lines(session: AsyncSession, row: Gathering, sheet: Sheet) -> Sequence[Line]:
    """All who are registered, by name."""
    there = (
        Registration.tenant == row.tenant,
        Registration.gathering_id == row.id,
        Registration.place.not_in(GONE),
    )
    entries = (await session.scalars(select(Registration).where(*there))).all()
    mine = select(Registration.id).where(*there)
    given: dict[UUID, dict[UUID, str]] = {}
    rows = await session.scalars(_answers(row.tenant).where(Answer.registration_id.in_(mine)))
    for each in rows:
        given.setdefault(each.registration_id, {})[each.question_id] = each.text
    kept = select(AnswerSheet).where(
        AnswerSheet.tenant == row.tenant, AnswerSheet.registration_id.in_(mine)
    )
    sheets = {each.registration_id: each for each in await session.scalars(kept)}
    names = await people.names_of(session, row.tenant, [each.person_id for each in entries])
    found = [
        Line(
            each.id,
            names.get(each.person_id, people.NOBODY),
            each.place,
            _own(sheet.asking(each.approval), given.get(each.id, {}), sheets.get(each.id)),
        )
        for each in entries
    ]
    return sorted(found, key=lambda each: (each.name.rpartition(" ")[2].casefold(), each.id))


def page_of(found: Sequence[Line], sheet: Sheet, wanted: KeysetRequest) -> Page[Line]:
    """With a column for each question."""
    asked = [Shown(each.field, each.text, _read(each.id)) for each in sheet.questions]
    return computed(found, wanted, [*_STATE, *asked])


async def to_review(session: AsyncSession, row: Gathering) -> int:
    """How many the office has to approve once more."""
    query = (
        select(func.count())
        .select_from(AnswerSheet)
        .join(Registration, Registration.id == AnswerSheet.registration_id)
        .where(
            AnswerSheet.tenant == row.tenant,
            Registration.gathering_id == row.id,
            Registration.place.not_in(GONE),
            AnswerSheet.review_since.is_not(None),
        )
    )
    return (await session.execute(query)).scalar_one()


def _answers(tenant: str) -> Select[Answer]:
    return select(Answer).where(Answer.tenant == tenant)


def _own(sheet: Sheet, given: Mapping[UUID, str], kept: AnswerSheet | None) -> Own:
    answered = kept is not None and not lacks(sheet.questions, given)
    again = kept is not None and kept.review_since is not None
    return Own(sheet.questions, given, answered, again, sheet.changeable_until)


def _read(question_id: UUID) -> Callable[[Line], str]:
    return lambda line: line.own.answers.get(question_id, "")
