"""Results of a survey as pages, tables and files show them; nothing before its end, for nobody."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from uuid import UUID

from jinja2 import Template
from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.named import queries as named
from services.surveys.openings import queries as openings
from services.surveys.paths.values import counted
from services.surveys.questionnaires import queries as questionnaires
from services.surveys.questionnaires.values import QuestionKind
from services.surveys.survey_results import rules
from services.surveys.survey_results.values import (
    MEAN,
    MEDIAN,
    METHOD,
    NAMED_METHOD,
    Finding,
    Groups,
    Line,
    Report,
    Trend,
)
from services.surveys.surveys import queries as surveys
from services.surveys.surveys.values import Breakdown, Planned, Secrecy, last_day_of
from services.surveys.urns import queries as urns
from services.surveys.urns.values import UrnState
from shared.contracts.words import word
from shared.database.paging import Shown, attribute
from shared.small_numbers.sizes import IN_NUMBERS, TOO_FEW
from shared.web.kit.layout import rendered, templates_in
from shared.web.kit.words import shown
from shared.web.pdf import Document, Section, Table, pdf_of
from shared.web.pdf import table_of as table_of_pdf

COLUMNS: Sequence[Shown] = (
    attribute("number", "Nr."),
    attribute("question", "Frage"),
    attribute("kind", "Art"),
    attribute("shown", "Angezeigt"),
    attribute("answered", "Beantwortet"),
    attribute("silent", "Keine Angabe"),
    attribute("row", "Zeile"),
    attribute("group", "Gruppe"),
    attribute("base", "Antworten"),
    attribute("figure", "Antwort"),
    attribute("value", "Zahl"),
    attribute("percent", "Prozent"),
    attribute("in_words", "In Worten"),
)


def method_of(row: Planned) -> str:
    """How it was counted, for whoever reads the results."""
    return METHOD if row.secrecy is Secrecy.SEALED else NAMED_METHOD


async def report_of(session: AsyncSession, row: Planned) -> Report | None:
    """None before its urn is opened; of a survey with names, of what was answered so far."""
    asked = await questionnaires.version(session, row.tenant, row.version_id)
    if row.secrecy is Secrecy.NAMED:
        given = await named.answers_of(session, row.tenant, row.id)
        sheets = [counted(asked.document, each.sheet) for each in given]
        counts = rules.placed(openings.counted_openly(sheets))
        texts: dict[str, list[str]] = {}
        for sheet in sheets if len(sheets) >= IN_NUMBERS else ():
            for key, text in sheet.texts.items():
                texts.setdefault(key, []).append(text)
        in_order = {key: sorted(said) for key, said in texts.items()}
        return rules.report(asked.document, counts, in_order, (), row.invited or 0, len(sheets))
    urn = (await urns.urns_of(session, row.tenant, row.id))[-1:]
    if not urn or urn[0].state is not UrnState.OPENED:
        return None
    found = {
        (each.question_key, each.row_key, each.group_code, each.value_key): each.n
        for each in await openings.counts_of(session, row.tenant, urn[0].id)
    }
    written: dict[str, list[str]] = {}
    for _, key, text in await openings.written_in(session, row.tenant, urn[0].id):
        written.setdefault(key, []).append(text)
    return rules.report(
        asked.document,
        rules.placed(found),
        written,
        await _groups(session, row, {group for _, _, group, _ in found}),
        row.invited or 0,
        urn[0].answered or 0,
    )


async def _groups(session: AsyncSession, row: Planned, codes: set[str]) -> Sequence[Groups]:
    """In words, in the order of their names."""
    found = []
    for each in row.breakdowns:
        own = [code.partition("=")[2] for code in codes if code.startswith(f"{each}=")]
        names = [
            (code, name)
            for code in own
            for _, name in await surveys.groups_in_words(session, row.tenant, {each: code})
        ]
        names.sort(key=lambda pair: pair[1])
        found.append(Groups(each, word(Breakdown, Breakdown(each)), names))
    return found


async def texts_to_blacken(session: AsyncSession, row: Planned) -> Mapping[UUID, tuple[str, str]]:
    """Question and text of what is shown; nothing of what fewer than ten have seen."""
    report = await report_of(session, row)
    urn = (await urns.urns_of(session, row.tenant, row.id))[-1:]
    if report is None or not urn:
        return {}
    called = {each.key: each.text for each in report.findings if each.texts is not None}
    return {
        key: (called[question], text)
        for key, part, text in await openings.written_in(session, row.tenant, urn[0].id)
        if (question := part.partition(".")[0]) in called
    }


async def trends(session: AsyncSession, now: Report, before: Planned) -> Sequence[Trend]:
    """Beside the last survey before it."""
    old = await report_of(session, before)
    if old is None or before.closes_at is None:
        return []
    return list(rules.trends(now, old, last_day_of(before.closes_at)))


def lines(report: Report) -> list[Line]:
    """The table that is saved: every question, whether there is anything of it or not."""
    return [line for n, each in enumerate(report.findings, 1) for line in _lines(n, each)]


def _lines(number: int, of: Finding) -> Iterator[Line]:
    head = (number, of.text, word(QuestionKind, of.kind), of.shown, of.answered, of.silent)
    sets = [("", each.text, "", each) for each in of.series]
    sets += [(e.by, e.row, g.text, g) for e in of.breakdowns for g in e.groups]
    for by, row, group, each in sets:
        place = (row, f"{by}: {group}" if by else "", each.answered)
        if each.answered is None:
            yield Line(*head, *place, TOO_FEW, None, None, "")
        if each.median:
            yield Line(*head, *place, MEDIAN, None, None, each.median)
        if each.mean:
            yield Line(*head, *place, MEAN, None, None, each.mean)
        for bar in each.bars:
            in_words = "" if bar.percent is not None else bar.said
            yield Line(*head, *place, bar.text, bar.number, bar.percent, in_words)
    if of.is_text and not of.texts:
        said = TOO_FEW if of.texts is None else "nichts geschrieben"
        yield Line(*head, "", "", None, said, None, None, "")
    for text in of.texts or ():
        yield Line(*head, "", "", None, "Text", None, None, text)


def drawn(report: Report) -> Markup:
    """Questions with charts, and beside each the table with the same."""
    return Markup(rendered(_template(), {"report": report, "side_by_side": rules.side_by_side}))  # noqa: S704


@cache
def _template() -> Template:
    return templates_in(Path(__file__).parent / "templates").get_template("report.html")


async def file_of(
    title: str,
    facts: Sequence[tuple[str, str]],
    report: Report,
    notes: Sequence[str],
    words: Sequence[str] = (),
) -> bytes:
    """As a PDF that screen readers can read; ``words`` come first."""
    every = [
        ("Gefragt", shown(report.asked)),
        ("Geantwortet", shown(report.answered)),
        *facts,
    ]
    tables = [table for each in report.findings for table in _tables(each)]
    sections = [Section("Zur Einordnung", words)] if words else []
    paper = Document(title, every, tables, notes=notes, sections=sections, upright=True)
    return await pdf_of(paper)


def _tables(of: Finding) -> Iterator[Table]:
    for each in of.series:
        heading = f"{of.text} – {each.text}" if each.text else of.text
        if each.answered is None:
            yield table_of_pdf(heading, ("Antwort",), [(TOO_FEW,)])
            continue
        rows = [(bar.text, bar.said, bar.number) for bar in each.bars]
        rows += [(name, said, None) for name, said in rules.middles(each)]
        yield table_of_pdf(f"{heading} ({each.answered} Antworten)", rules.HEADINGS, rows, (2,))
    for part in of.breakdowns:
        heading = f"{of.text} – {part.row}" if part.row else of.text
        yield table_of_pdf(f"{heading}, nach {part.by}", *rules.side_by_side(part))
    if of.is_text and of.texts is None:
        yield table_of_pdf(of.text, ("Texte",), [(TOO_FEW,)])
    elif of.texts:
        rows_of_texts = [(text,) for text in of.texts]
        yield table_of_pdf(f"{of.text}: Texte", ("In zufälliger Reihenfolge",), rows_of_texts)
