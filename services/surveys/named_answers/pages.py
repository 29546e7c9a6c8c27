"""Answers with the names of those who gave them."""

from uuid import UUID

from fastapi import Request, Response

from services.surveys.named import queries as named
from services.surveys.named_answers import queries
from services.surveys.questionnaires import queries as questionnaires
from services.surveys.questionnaires.values import GERMAN, said
from services.surveys.sheets.values import words_of
from services.surveys.surveys import queries as surveys
from services.surveys.surveys.values import Secrecy
from shared.context import Reading
from shared.contracts.surveys import PLANNED_SURVEYS
from shared.database.paging import computed
from shared.web.audit import looked
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem

pages = PageRouter(
    __package__,
    prefix=PLANNED_SURVEYS.removeprefix("/surveys"),
    audience=Coordinator,
    dependencies=[looked],
)


@pages.get("/{planned_survey_id}/antworten")
async def show_named_answers(
    request: Request, me: Coordinator, session: Reading, planned_survey_id: UUID
) -> Response:
    """One after the other, each question that was seen with what was said."""
    row = await surveys.one(session, me.tenant, planned_survey_id)
    if row.secrecy is not Secrecy.NAMED:
        raise Problem(404, "sealed", "Nobody knows who answered what")
    asked = await questionnaires.version(session, me.tenant, row.version_id)
    answers = await named.answers_of(session, me.tenant, planned_survey_id)
    shown = [
        (
            each.name,
            each.at,
            [
                (said(question.text, GERMAN), words_of(question, each.sheet, GERMAN))
                for question in asked.document.questions.values()
                if question.key in {*each.sheet.choices, *each.sheet.texts}
            ],
        )
        for each in answers
    ]
    return pages.render(request, "named_answers.html", survey=row, answers=shown)


@pages.get("/{planned_survey_id}/antworten/auswertung")
async def show_named_table(
    request: Request, me: Coordinator, session: Reading, page: PageRequest, planned_survey_id: UUID
) -> Response:
    """A line for each person, for spreadsheets."""
    row = await surveys.one(session, me.tenant, planned_survey_id)
    if row.secrecy is not Secrecy.NAMED:
        raise Problem(404, "sealed", "Nobody knows who answered what")
    asked = await questionnaires.version(session, me.tenant, row.version_id)
    answers = await named.answers_of(session, me.tenant, planned_survey_id)
    lines = queries.lines(asked.document, answers)
    found = computed(lines, page, queries.columns(asked.document))
    return pages.render(request, "named_table.html", survey=row, page=found)
