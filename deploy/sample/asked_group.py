"""A survey of the sample that is still a draft, and asks a group of the directory."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from deploy.sample.groups import HALF_TIME
from services.directory.groups.models import Group
from services.surveys.questionnaires import use_cases as freezing
from services.surveys.surveys import rules
from services.surveys.surveys.models import PlannedSurvey
from services.surveys.surveys.values import Secrecy, State
from shared.contracts.accounts import AccessRole
from shared.ids import new_id
from shared.messaging.database import Database

TITLE, PAPER = "Fortbildungen über mehrere Tage", "Bedarfe im Schuljahr"
FIRST, LAST = timedelta(days=20), timedelta(days=34)


async def draft_for_group(
    directory: Database, surveys: Database, municipality: str, papers: Mapping[str, UUID], day: date
) -> None:
    """Somebody of the office still has to start it; does nothing without the group."""
    there = select(Group.id).where(Group.tenant == municipality, Group.name == HALF_TIME)
    async with directory.reading() as session:
        group = (await session.scalars(there)).first()
    if group is None:
        return
    paper = papers[PAPER]
    async with surveys.transaction() as uow:
        draft = PlannedSurvey(
            id=new_id(),
            tenant=municipality,
            title=TITLE,
            questionnaire_id=paper,
            version_id=await freezing.freeze(uow, municipality, paper),
            secrecy=Secrecy.SEALED,
            state=State.DRAFT,
            roles=[AccessRole.WORKER.value],
            groups=[str(group)],
            carriers=[],
            school_types=[],
            breakdowns=[],
            opens_at=rules.opens_at(day + FIRST),
            closes_at=rules.closes_at(day + LAST),
            created_at=uow.now,
        )
        uow.session.add(draft)
