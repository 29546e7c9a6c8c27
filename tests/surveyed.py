"""A survey of the office that is a draft, and one with names, which somebody has a link to."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from services.surveys.named.models import NamedInvitation, NamedLink
from services.surveys.named.use_cases import hash_of
from services.surveys.surveys.models import PlannedSurvey
from services.surveys.surveys.rules import closes_at, opens_at
from services.surveys.surveys.values import Secrecy, State
from shared.clock import local_date
from shared.ids import new_id
from tests.house import House

if TYPE_CHECKING:
    from tests.town import Town

TOKEN = "umfrage-der-kommune"
EVERYBODY = ["carrier", "contact", "head", "worker"]


async def survey(house: House, town: "Town") -> None:
    """Both ask what the town's questionnaire says."""
    today = local_date(house.clock.now())
    draft, running = (_planned(house, town, state) for state in (State.DRAFT, State.OPEN))
    draft.opens_at = opens_at(today + timedelta(days=7))
    running.opens_at = opens_at(today)
    for each in (draft, running):
        each.closes_at = closes_at(today + timedelta(days=14))
    invitation = NamedInvitation(
        id=new_id(),
        tenant=town.municipality,
        survey_id=running.id,
        person_id=UUID(town.values["worker_id"]),
    )
    link = NamedLink(hash=hash_of(TOKEN), invitation_id=invitation.id)
    town.values |= {"planned_survey_id": str(draft.id), "/umfrage": TOKEN}
    town.traces |= {str(draft.id), str(running.id)}
    async with house.context("surveys").database.transaction() as uow:
        for rows in ([draft, running], [invitation], [link]):
            uow.session.add_all(rows)
            await uow.session.flush()


def _planned(house: House, town: "Town", state: State) -> PlannedSurvey:
    return PlannedSurvey(
        id=new_id(),
        tenant=town.municipality,
        title="Absprache",
        questionnaire_id=UUID(town.values["questionnaire_id"]),
        version_id=UUID(town.values["questionnaire_version_id"]),
        secrecy=Secrecy.NAMED,
        state=state,
        roles=EVERYBODY,
        carriers=[],
        school_types=[],
        breakdowns=[],
        created_at=house.clock.now(),
    )
