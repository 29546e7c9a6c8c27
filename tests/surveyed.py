"""Surveys of the office: a draft, one with names that somebody has a link to, two that are over."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from services.surveys.named.models import NamedInvitation, NamedLink
from services.surveys.named.use_cases import hash_of
from services.surveys.openings.models import OpenedText, Tally
from services.surveys.openings.values import ANSWERED, TOTAL
from services.surveys.survey_reports.models import SurveyReport
from services.surveys.survey_results.values import Report
from services.surveys.surveys.models import PlannedSurvey
from services.surveys.surveys.rules import closes_at, opens_at
from services.surveys.surveys.values import Secrecy, State
from services.surveys.urns.models import Urn
from services.surveys.urns.values import UrnState
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
    draft, running = (planned(house, town, state) for state in (State.DRAFT, State.OPEN))
    over, published = (planned(house, town, State.OPEN, Secrecy.SEALED) for _ in range(2))
    draft.opens_at = opens_at(today + timedelta(days=7))
    running.opens_at = opens_at(today)
    for each in (draft, running):
        each.closes_at = closes_at(today + timedelta(days=14))
    for each in (over, published):
        each.opens_at, each.closes_at = (opens_at(today - timedelta(days=n)) for n in (30, 10))
        each.invited = 20
    report = _report(house, published)
    text = OpenedText(
        tenant=town.municipality, id=new_id(), urn_id=over.id, question_key="q2", text="Mehr Zeit"
    )
    invitation = NamedInvitation(
        id=new_id(),
        tenant=town.municipality,
        survey_id=running.id,
        person_id=UUID(town.values["worker_id"]),
    )
    token = f"{TOKEN}-{town.municipality}"
    link = NamedLink(hash=hash_of(token), invitation_id=invitation.id)
    town.values |= {"planned_survey_id": str(draft.id), "/umfrage": token}
    town.values |= {"asked_survey_id": str(over.id), "text_id": str(text.id)}
    town.values |= {"report_id": str(report.id)}
    town.traces |= {str(each.id) for each in (draft, running, over, published, report)}
    async with house.context("surveys").database.transaction() as uow:
        for rows in (
            [draft, running, over, published],
            [_opened(each) for each in (over, published)],
            [invitation, text, _answered(over), report],
            [link],
        ):
            uow.session.add_all(rows)
            await uow.session.flush()


def planned(
    house: House, town: "Town", state: State, secrecy: Secrecy = Secrecy.NAMED
) -> PlannedSurvey:
    return PlannedSurvey(
        id=new_id(),
        tenant=town.municipality,
        title="Absprache",
        questionnaire_id=UUID(town.values["questionnaire_id"]),
        version_id=UUID(town.values["questionnaire_version_id"]),
        secrecy=secrecy,
        state=state,
        roles=EVERYBODY,
        carriers=[],
        school_types=[],
        breakdowns=[],
        created_at=house.clock.now(),
    )


def _opened(row: PlannedSurvey) -> Urn:
    assert row.opens_at is not None
    assert row.closes_at is not None
    return Urn(
        tenant=row.tenant,
        id=row.id,
        survey_id=row.id,
        state=UrnState.OPENED,
        rolling=False,
        begun_at=row.opens_at,
        closes_at=row.closes_at,
        questionnaire="",
        group_rule="",
        invited=20,
        slip_size=0,
        progress=10,
        answered=12,
        swept=True,
    )


def _answered(row: PlannedSurvey) -> Tally:
    """By so many that its texts may be read."""
    return Tally(
        tenant=row.tenant,
        urn_id=row.id,
        question_key="q2",
        row_key="",
        group_code=TOTAL,
        value_key=ANSWERED,
        n=12,
    )


def _report(house: House, row: PlannedSurvey) -> SurveyReport:
    return SurveyReport(
        id=new_id(),
        tenant=row.tenant,
        survey_id=row.id,
        title=row.title,
        introduction="Danke an alle.",
        asked_whom="Fachkräfte der Schulsozialarbeit",
        ended_on=local_date(house.clock.now()),
        report=Report(asked=20, answered=12, findings=()).model_dump(mode="json"),
        public=True,
        published_at=house.clock.now(),
    )
