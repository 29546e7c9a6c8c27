"""Gatherings of a municipality: its worker is registered for one, and was at another."""

from __future__ import annotations

from datetime import time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from services.trainings.actions.models import ActionItem
from services.trainings.agenda.models import AgendaItem
from services.trainings.agenda.values import ItemKind
from services.trainings.decisions.models import Decision
from services.trainings.externals.models import ExternalTraining
from services.trainings.invitations.models import Invitation
from services.trainings.models import Gathering, Registration
from services.trainings.projects.models import Project
from services.trainings.proposals.models import Proposal
from services.trainings.proposals.values import Origin as Wish
from services.trainings.qualification_kinds.models import QualificationKind
from services.trainings.qualifications.models import Qualification
from services.trainings.qualifications.values import Origin
from services.trainings.questions.models import Question
from services.trainings.questions.values import QuestionKind
from services.trainings.quotas.models import SeatQuota
from services.trainings.speakers.models import Speaker
from services.trainings.statements.models import Statement, StatementEdition
from services.trainings.statements.values import StatementState
from services.trainings.values import Audience
from services.trainings.workshops.models import Workshop, WorkshopSlot
from shared.clock import local_date
from shared.contracts.gatherings import (
    REGISTRATION_PAGE,
    Approval,
    Place,
)
from shared.ids import new_id
from tests.held import hold, training_at

if TYPE_CHECKING:
    from shared.messaging.unit_of_work import UnitOfWork
    from tests.house import House
    from tests.town import Town


async def note(house: House, town: Town) -> None:
    """Something to talk about, a decision, and what somebody took upon themselves."""
    tenant, key = town.municipality, UUID(town.values["gathering_id"])
    item = AgendaItem(tenant=tenant, gathering_id=key, id=new_id(), position=1)
    item.title, item.minutes, item.kind = "Fallzahlen", 30, ItemKind.INFO
    decision = Decision(tenant=tenant, gathering_id=key, id=new_id(), at=house.clock.now())
    decision.text = "Treffen im Mai"
    action = ActionItem(tenant=tenant, gathering_id=key, id=new_id())
    action.title, action.owner_id = "Flyer entwerfen", UUID(town.values["worker_id"])
    action.assignment_id = new_id()
    project = Project(tenant=tenant, id=new_id(), title=f"Projekt {tenant}", result="Fertig.")
    project.published_at = house.clock.now()
    statement = Statement(tenant=tenant, id=new_id(), title=f"Mehr Stellen {tenant}", edition=1)
    statement.state = StatementState.DISCUSSED
    text = StatementEdition(
        tenant=tenant,
        statement_id=statement.id,
        number=1,
        author_id=action.owner_id,
        at=house.clock.now(),
        text="Wir fordern",
    )
    speaker = Speaker(tenant=tenant, gathering_id=key, id=new_id(), person_id=action.owner_id)
    speaker.since = speaker.until = local_date(house.clock.now())
    async with house.context("trainings").database.transaction() as uow:
        uow.session.add_all([item, decision, action, project, statement, speaker])
        await uow.session.flush()
        uow.session.add(text)
    await offer(house, town)
    town.values |= {
        "item_id": str(item.id),
        "decision_id": str(decision.id),
        "action_id": str(action.id),
        "project_id": str(project.id),
        "statement_id": str(statement.id),
        "speaker_id": str(speaker.id),
        "number": "1",
    }


async def offer(house: House, town: Town) -> None:
    """A workshop, a quota of some carrier, and a topic."""
    tenant, key = town.municipality, UUID(town.values["gathering_id"])
    quota = SeatQuota(tenant=tenant, gathering_id=key, id=new_id(), carrier_id=new_id(), size=2)
    slot = WorkshopSlot(tenant=tenant, gathering_id=key, id=new_id())
    slot.date_id, slot.starts, slot.ends = UUID(town.values["date_id"]), time(10), time(11)
    asked: dict[str, Any] = {"text": f"Essen {new_id()}", "choices": ["vegan"]}
    asked["kind"] = QuestionKind.MEALS
    question = Question(tenant=tenant, gathering_id=key, id=new_id(), **asked)
    common = {"title": "Recht", "speaker": "", "room": ""}
    workshop = Workshop(tenant=tenant, id=new_id(), slot_id=slot.id, size=12, **common)
    topic = Proposal(tenant=tenant, id=new_id(), title=f"Thema {tenant}", origin=Wish.NETWORK)
    async with house.context("trainings").database.transaction() as uow:
        uow.session.add_all([quota, slot, question, topic])
        await uow.session.flush()
        uow.session.add(workshop)
    town.values |= {
        "proposal_id": str(topic.id),
        "topic_id": str(topic.id),
        "quota_id": str(quota.id),
        "question_id": str(question.id),
        "slot_id": str(slot.id),
        "workshop_id": str(workshop.id),
    }


async def attend(house: House, town: Town) -> None:
    """A training elsewhere, about which the office has still to decide."""
    row = ExternalTraining(
        tenant=town.municipality,
        id=new_id(),
        person_id=UUID(town.values["worker_id"]),
        title="Gespräche führen",
        provider="Landesjugendamt",
        day=local_date(house.clock.now()),
        units=Decimal(8),
        proof="Urkunde",
        submitted_at=house.clock.now(),
    )
    async with house.context("trainings").database.transaction() as uow:
        uow.session.add(row)
    town.values["external_id"] = str(row.id)


async def qualify(house: House, town: Town) -> None:
    """The worker for child protection, for two months still."""
    tenant, today = town.municipality, local_date(house.clock.now())
    kind = QualificationKind(tenant=tenant, id=new_id(), name="Kinderschutz", months=24)
    kind.units = kind.prolong_units = Decimal(8)
    row = Qualification(
        tenant=tenant,
        id=new_id(),
        kind_id=kind.id,
        person_id=UUID(town.values["worker_id"]),
        since=today - timedelta(days=670),
        until=today + timedelta(days=60),
        origin=Origin.EARNED,
        units=Decimal(8),
        noted_at=house.clock.now(),
    )
    async with house.context("trainings").database.transaction() as uow:
        uow.session.add(kind)
        await uow.session.flush()
        uow.session.add(row)
    town.values |= {"kind_id": str(kind.id), "qualification_id": str(row.id)}
    await attend(house, town)


async def convene(house: House, town: Town) -> None:
    """In a month; the office has not agreed yet."""
    tenant, now = town.municipality, house.clock.now()
    row, day = training_at(tenant, now + timedelta(days=30))
    entry = Registration(
        tenant=tenant,
        id=new_id(),
        gathering_id=row.id,
        person_id=UUID(town.values["worker_id"]),
        submitted_at=now,
        waiting_since=now,
        place=Place.WAITING,
        approval=Approval.PENDING,
    )
    async with house.context("trainings").database.transaction() as uow:
        uow.session.add(row)
        await uow.session.flush()
        uow.session.add_all([day, entry])
        await uow.session.flush()
        await stand_in(uow, town, row)
    until = local_date(now) + timedelta(days=60)
    town.values |= {
        "gathering_id": str(row.id),
        "date_id": str(day.id),
        "registration_id": str(entry.id),
        "/registration": house.link(REGISTRATION_PAGE, entry.id, until).rpartition("/")[2],
    }
    town.traces |= {str(row.id), row.title, str(entry.id)}
    town.open |= {str(row.id), row.title}
    await note(house, town)
    await hold(house, town)
    await qualify(house, town)


async def stand_in(uow: UnitOfWork, town: Town, row: Gathering) -> None:
    """Another one a month later, and who was invited to the first."""
    now = uow.now
    other, day = training_at(row.tenant, now + timedelta(days=61))
    other.title, other.audience = f"Zweiter Termin {row.tenant}", Audience.INVITED
    row.alike_id = other.alike_id = new_id()
    asked = Invitation(
        tenant=row.tenant,
        id=new_id(),
        gathering_id=row.id,
        person_id=new_id(),
        sent_at=now,
        asked_at=now,
    )
    uow.session.add(other)
    await uow.session.flush()
    uow.session.add_all([day, asked])
    town.values |= {"alike_id": str(other.id), "invitation_id": str(asked.id)}
    town.traces |= {str(other.id), other.title, str(asked.id)}


def registration_link(town: Town) -> str:
    """The page of their registration."""
    return f"/trainings/l/anmeldung/{town.values['/registration']}"
