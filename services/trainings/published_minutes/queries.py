"""Which published minutes somebody may read, and the same as a file."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.actions import queries as actions
from services.trainings.actions.values import Action
from services.trainings.agenda import queries as agendas
from services.trainings.agenda.values import Agenda
from services.trainings.decisions import queries as decisions
from services.trainings.decisions.values import Decided
from services.trainings.gatherings import queries as gatherings
from services.trainings.invitations import queries as invitations
from services.trainings.invitations.values import Asked
from services.trainings.minutes import queries as minutes
from services.trainings.minutes.values import Published, paragraphs
from services.trainings.models import Registration
from services.trainings.registrations import queries as registrations
from shared.contracts.accounts import AccessRole
from shared.contracts.gatherings import Place
from shared.web.kit.words import shown
from shared.web.pdf import Document, Section, pdf_of, table_of
from shared.web.sessions.person import Me


async def may_read(session: AsyncSession, me: Me, gathering_id: UUID) -> bool:
    """The office, and whom they are for, once they are published."""
    if not await minutes.is_published(session, me.tenant, gathering_id):
        return False
    if me.role is AccessRole.COORDINATOR:
        return True
    return await _are_for(session, me.tenant, me.person_id, gathering_id)


async def may_read_invited(session: AsyncSession, asked: Asked) -> bool:
    """Whether who was invited may, once they are published."""
    if not await minutes.is_published(session, asked.tenant, asked.gathering_id):
        return False
    return await _are_for(session, asked.tenant, asked.person_id, asked.gathering_id)


async def _are_for(session: AsyncSession, tenant: str, person_id: UUID, gathering_id: UUID) -> bool:
    """Whoever was invited and never registered, too; else the registration says it."""
    entry = await registrations.mine(session, tenant, person_id, gathering_id)
    if entry is not None:
        return are_for(entry)
    return await invitations.of(session, tenant, gathering_id, person_id) is not None


def are_for(entry: Registration) -> bool:
    """Whoever apologised was invited, too."""
    return entry.place is Place.CONFIRMED or entry.apologised


async def may_read_by(session: AsyncSession, entry: Registration) -> bool:
    """Whether its person may."""
    if not are_for(entry):
        return False
    return await minutes.is_published(session, entry.tenant, entry.gathering_id)


@dataclass(frozen=True)
class Paper:
    """Minutes with all that stands in them; ``actions`` as they are on the day it is read."""

    minutes: Published
    agenda: Agenda
    decided: list[Decided]
    actions: list[Action]


async def whole(session: AsyncSession, tenant: str, gathering_id: UUID, today: date) -> Paper:
    """Minutes with what they are about; raises ``NoResultFound`` where none are published."""
    row = await gatherings.one(session, tenant, gathering_id)
    known = await minutes.of_gathering(session, tenant, gathering_id)
    if known is None or known.published_at is None:
        raise NoResultFound
    found = await minutes.published(session, known)
    return Paper(
        found,
        await agendas.agenda_of(session, row),
        await decisions.of_gathering(session, tenant, gathering_id),
        await actions.of_gathering(session, tenant, gathering_id, today),
    )


async def file_of(session: AsyncSession, tenant: str, gathering_id: UUID, today: date) -> bytes:
    """The same as a PDF that screen readers can read; raises ``NoResultFound``."""
    return await pdf_of(_document(await whole(session, tenant, gathering_id, today), today))


def _document(paper: Paper, today: date) -> Document:
    found = paper.minutes
    items = [(each.number, each.title, each.owner, each.outcome) for each in paper.agenda.items]
    taken = [(each.called, each.text, each.votes) for each in paper.decided]
    agreed = [
        (each.title, each.owner, each.due_on, each.decision, each.standing)
        for each in paper.actions
    ]
    as_of = f"Vorhaben, Stand {shown(today)}"
    corrected = [(each.number, each.at, each.text, each.reason) for each in found.corrections]
    tables = [
        table_of("Tagesordnung", ("Nr.", "Punkt", "Wer", "Ergebnis"), items),
        table_of("Unterlagen", ("Punkt", "Bezeichnung", "Adresse"), paper.agenda.papers),
        table_of("Beschlüsse", ("Nummer", "Beschluss", "Stimmen"), taken),
        table_of(as_of, ("Was", "Wer", "Bis", "Beschluss", "Stand"), agreed),
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
