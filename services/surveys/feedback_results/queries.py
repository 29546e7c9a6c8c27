"""What an opened urn of a gathering says, and which have been opened."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.feedback.values import AnswerKind, Asked
from services.surveys.feedback_results import rules
from services.surveys.feedback_results.values import NOTE, Line, Results
from services.surveys.openings import queries as openings
from services.surveys.urns import queries as urns
from services.surveys.urns.values import UrnState
from shared.database.paging import Shown, attribute
from shared.small_numbers.sizes import IN_NUMBERS
from shared.web.kit.words import shown
from shared.web.pdf import Document, pdf_of
from shared.web.pdf import table_of as table_of_pdf

COLUMNS: Sequence[Shown] = (
    attribute("number", "Nr."),
    attribute("question", "Frage"),
    attribute("kind", "Art"),
    attribute("shown", "Angezeigt"),
    attribute("answered", "Beantwortet"),
    attribute("silent", "Keine Angabe"),
    attribute("figure", "Antwort"),
    attribute("value", "Zahl"),
    attribute("in_words", "In Worten"),
)


async def results_of(session: AsyncSession, asked: Asked) -> Results:
    """Nothing before the end, for nobody."""
    found = await urns.urns_of(session, asked.tenant, asked.id)
    if not found:
        return Results(None, None, 0)
    urn = found[-1]
    if urn.state is not UrnState.OPENED:
        return Results(urn.state, None, urn.progress)
    sheets = urn.answered or 0
    counts = await openings.counts_of(session, asked.tenant, urn.id)
    texts: dict[str, Sequence[str]] = {}
    if sheets >= IN_NUMBERS:
        for each in asked.questions:
            if each.kind is AnswerKind.TEXT:
                said = await openings.texts_of(session, asked.tenant, urn.id, each.key)
                texts[each.key] = said
    figures = rules.figures(asked.questions, counts, texts, sheets)
    return Results(urn.state, urn.answered, 0, figures)


def table_of(results: Results) -> Sequence[Line]:
    """What is saved of it."""
    return rules.lines(results) if results.state is UrnState.OPENED else []


async def file_of(asked: Asked, results: Results) -> bytes:
    """The same as a PDF that screen readers can read."""
    facts = [
        ("Veranstaltung", asked.title),
        ("Zuletzt am", shown(asked.last_day)),
        ("Gefragt", shown(asked.invited)),
        ("Geantwortet", shown(results.answered)),
        ("Antworten bis", shown(asked.closes_on)),
    ]
    tables = [table_of_pdf(*each) for each in rules.tables(results)]
    title = f"Rückmeldung: {asked.title}"
    return await pdf_of(Document(title, facts, tables, notes=[NOTE], upright=True))
