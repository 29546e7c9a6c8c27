"""The sample's survey that is over, as its office has published it."""

import asyncio

from sqlalchemy import select

from deploy.sample.past_year import MUNICIPALITY
from services.surveys.survey_reports import use_cases
from services.surveys.survey_reports.forms import PublishForm
from services.surveys.survey_results import queries as results
from services.surveys.surveys.models import PlannedSurvey
from shared.contracts.accounts import AccessRole
from shared.ids import new_id
from shared.messaging.database import Database
from shared.messaging.event import Cause
from shared.web.sessions.person import Me

PATIENCE_SECONDS, PAUSE_SECONDS = 20.0, 0.2
SAID = (
    "Danke an alle, die geantwortet haben. Am häufigsten fehlen Zeit und ein fester Raum. Was wir"
    " daraus machen, steht bei den Schwerpunkten und Maßnahmen; im Herbst fragen wir wieder."
)


async def publish(database: Database, title: str) -> None:
    """Once its urn is opened, for everybody; not at all where nobody opens it."""
    query = select(PlannedSurvey).where(
        PlannedSurvey.tenant == MUNICIPALITY, PlannedSurvey.title == title
    )
    cause = Cause(MUNICIPALITY, new_id())
    me = Me(MUNICIPALITY, AccessRole.COORDINATOR, new_id(), None, cause, new_id())
    for _ in range(int(PATIENCE_SECONDS / PAUSE_SECONDS)):
        async with database.transaction() as uow:
            row = (await uow.session.scalars(query)).one()
            found = await results.report_of(uow.session, row)
            if found is not None:
                chosen = frozenset(each.key for each in found.findings)
                form = PublishForm(questions=chosen, introduction=SAID, public=True)
                await use_cases.publish(uow, me, row.id, form)
                return
        await asyncio.sleep(PAUSE_SECONDS)
