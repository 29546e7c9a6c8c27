"""Published minutes as a page, and as a PDF that screen readers can read."""

from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.actions import queries as actions
from services.trainings.agenda import queries as agendas
from services.trainings.agenda.values import Agenda
from services.trainings.decisions import queries as decisions
from services.trainings.decisions.values import Decided
from services.trainings.gatherings import queries as gatherings
from services.trainings.minutes import queries as minutes
from services.trainings.minutes.values import Published, paragraphs
from services.trainings.published_minutes import queries
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.contracts.gatherings import CATALOGUE
from shared.web import audit
from shared.web.audit import looked
from shared.web.kit.exports import attachment
from shared.web.kit.person import Network
from shared.web.kit.router import PageRouter
from shared.web.kit.words import shown
from shared.web.pdf import Document, Section, pdf_of, table_of
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=CATALOGUE.removeprefix("/trainings"), audience=Network)
MINUTES = "/{gathering_id}/protokoll"


@pages.get(MINUTES, dependencies=[looked])
async def read(
    request: Request, me: Network, here: CurrentContext, session: Reading, gathering_id: UUID
) -> Response:
    """The text as it was published, and what was corrected since."""
    today = local_date(here.clock.now())
    found, agenda, decided = await _found(session, me, gathering_id)
    return pages.render(
        request,
        "published.html",
        minutes=found,
        parts=paragraphs(found.text),
        agenda=agenda,
        decisions=decided,
        actions=await actions.of_gathering(session, me.tenant, gathering_id, today),
        above=[(found.title, pages.address(request, gathering_id))],
    )


@pages.get(f"{MINUTES}/datei")
async def save(request: Request, me: Network, session: Reading, gathering_id: UUID) -> Response:
    """The same as a file."""
    content = await pdf_of(_document(*await _found(session, me, gathering_id)))
    await audit.record_apart(request, audit.EXPORT)
    headers = attachment(request, "protokoll", "pdf")
    return Response(content, headers=headers, media_type="application/pdf")


async def _found(
    session: AsyncSession, me: Me, gathering_id: UUID
) -> tuple[Published, Agenda, list[Decided]]:
    """Raises ``NoResultFound`` for what they may not read."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    known = await minutes.of_gathering(session, me.tenant, gathering_id)
    if known is None or not await queries.may_read(session, me, gathering_id):
        raise NoResultFound
    found = await minutes.published(session, known)
    agenda = await agendas.agenda_of(session, row)
    return found, agenda, await decisions.of_gathering(session, me.tenant, gathering_id)


def _document(found: Published, agenda: Agenda, decided: list[Decided]) -> Document:
    items = [(each.number, each.title, each.owner, each.outcome) for each in agenda.items]
    taken = [(each.called, each.text) for each in decided]
    corrected = [(each.number, each.at, each.text, each.reason) for each in found.corrections]
    tables = [
        table_of("Tagesordnung", ("Nr.", "Punkt", "Wer", "Ergebnis"), items),
        table_of("Beschlüsse", ("Nummer", "Beschluss"), taken),
        table_of("Berichtigungen", ("Nr.", "Am", "Berichtigung", "Grund"), corrected),
    ]
    facts = [
        ("Beginn", shown(found.held_at)),
        ("Ort", shown(found.place)),
        ("Dabei", shown(", ".join(found.present))),
        ("Veröffentlicht", shown(found.at)),
    ]
    text = ["\n".join(lines) for lines in paragraphs(found.text)]
    return Document(
        title=f"Protokoll: {found.title}",
        facts=facts,
        tables=[each for each in tables if each.rows],
        sections=[Section("Text", text)],
        upright=True,
    )
