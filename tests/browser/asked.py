"""What offices asked and people answered, so that each page and form of it is there to be sent."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from services.surveys.assessments.models import Assessment
from services.surveys.feedback.models import Feedback, Gathering
from services.surveys.feedback.values import STATEMENTS
from services.surveys.framework_comments.models import FrameworkComment
from services.surveys.framework_comments.values import CommentKind
from services.surveys.measures.models import Measure
from services.surveys.measures.values import OriginKind
from services.surveys.named.models import NamedAnswer, NamedInvitation
from services.surveys.openings.models import Tally
from services.surveys.openings.values import TOTAL
from services.surveys.surveys.models import PlannedSurvey
from services.surveys.surveys.values import State
from services.surveys.urns.models import Urn
from services.surveys.urns.values import UrnState
from shared.clock import local_date
from shared.contracts.feedback import FEEDBACK
from shared.contracts.framework import CHAPTERS, FRAMEWORK
from shared.contracts.surveys import PLANNED_SURVEYS
from shared.ids import new_id
from tests.house import House
from tests.surveyed import planned
from tests.town import Town

READERS = ("carrier", "head", "contact", "worker")
OWNERS = {
    "coordinator": "Koordinierungsstelle",
    "carrier": "Anstellungsträger",
    "head": "Schulleitung",
    "contact": "Jugendamt",
}
"""As the sign-in page offers them."""
SIGN_IN = re.compile(r"anmelden/als/([0-9a-f-]{36})")


async def asked(house: House, town: Town) -> dict[str, list[str]]:
    """Where each of the columns begins beside where it would."""
    people = await _people(house)
    feedback, named = _feedback(house, town), _named(house, town)
    comment, coming = _comment(house, town), planned(house, town, State.PLANNED)
    coming.opens_at = house.clock.now() + timedelta(days=30)
    coming.closes_at = house.clock.now() + timedelta(days=40)
    async with house.context("surveys").database.transaction() as uow:
        for step in (
            [named[0], *feedback, comment, coming],
            [*named[1:2], _sheet(town, people["head"])],
            [*named[2:], *(_measure(house, town, each) for each in people.values())],
        ):
            uow.session.add_all(step)
            await uow.session.flush()
    given = town.values
    chapter = f"{FRAMEWORK}/{given['framework_id']}/{CHAPTERS}/{given['chapter_key']}"
    office = [
        f"{PLANNED_SURVEYS}/{given['planned_survey_id']}",
        f"{PLANNED_SURVEYS}/{named[0].id}",
        f"{PLANNED_SURVEYS}/{given['asked_survey_id']}/ergebnisse",
        f"{FEEDBACK}/{feedback[0].id}",
        f"/surveys/frageboegen/{given['questionnaire_id']}/fragen/q6/bedingungen/q2",
    ]
    return {each: [chapter] for each in READERS} | {"coordinator": [*office, chapter]}


async def _people(house: House) -> dict[str, UUID]:
    """Whoever the sign-in page offers first."""
    page = (await house.http.get("/directory/anmelden")).text
    found = {}
    for column, title in OWNERS.items():
        before = page[: page.index(f"{title}:")]
        found[column] = UUID(SIGN_IN.findall(before)[-1])
    return found


def _feedback(house: House, town: Town) -> tuple[Feedback, Gathering, Urn, Tally]:
    """Of a gathering whose urn was opened."""
    now, tenant = house.clock.now(), town.municipality
    said = Feedback(
        tenant=tenant,
        id=uuid4(),
        last_day=local_date(now) - timedelta(days=30),
        closes_at=now - timedelta(days=16),
        invited=20,
    )
    called = Gathering(tenant=tenant, gathering_id=said.id, title="Fachtag Ganztag", version=1)
    urn = Urn(
        tenant=tenant,
        id=uuid4(),
        survey_id=said.id,
        state=UrnState.OPENED,
        rolling=False,
        begun_at=said.closes_at - timedelta(days=14),
        closes_at=said.closes_at,
        questionnaire="",
        group_rule="",
        invited=20,
        slip_size=0,
        progress=0,
        answered=12,
        swept=True,
    )
    common: Any = {"tenant": tenant, "urn_id": urn.id, "row_key": "", "group_code": TOTAL}
    count = Tally(question_key=STATEMENTS[0].key, value_key="4", n=12, **common)
    return said, called, urn, count


def _named(house: House, town: Town) -> tuple[PlannedSurvey, NamedInvitation, NamedAnswer]:
    """One with names that somebody has answered."""
    now = house.clock.now()
    row = planned(house, town, State.OPEN)
    row.opens_at, row.closes_at = now - timedelta(days=20), now - timedelta(days=5)
    row.invited = 8
    invitation = NamedInvitation(
        id=new_id(),
        tenant=row.tenant,
        survey_id=row.id,
        person_id=UUID(town.values["worker_id"]),
        answered_at=now - timedelta(days=9),
    )
    answer = NamedAnswer(
        tenant=row.tenant, invitation_id=invitation.id, choices={"q2": {"": ["a3"]}}, texts={}
    )
    return row, invitation, answer


def _comment(house: House, town: Town) -> FrameworkComment:
    """A question by somebody else than who walks, on the text that is commented."""
    return FrameworkComment(
        tenant=town.municipality,
        id=uuid4(),
        version_id=UUID(town.values["framework_id"]),
        chapter_key=UUID(town.values["chapter_key"]),
        standard_key=None,
        sha256="0" * 64,
        author_id=uuid4(),
        at=house.clock.now(),
        kind=CommentKind.QUESTION,
        text="Gilt das auch in den Ferien?",
        wording="",
    )


def _sheet(town: Town, head_id: UUID) -> Assessment:
    row = Assessment(tenant=town.municipality, id=uuid4(), link_id=new_id(), school_year=2027)
    row.school_id, row.worker_id, row.head_id = town.school_id, new_id(), head_id
    return row


def _measure(house: House, town: Town, owner_id: UUID) -> Measure:
    row = Measure(
        tenant=town.municipality,
        id=uuid4(),
        origin_kind=OriginKind.TOPIC,
        origin_id=UUID(town.values["focus_topic_id"]),
        origin_title="Schwerpunkt 2026",
    )
    row.title, row.owner_id, row.assignment_id = "Raum suchen", owner_id, new_id()
    row.due_on = local_date(house.clock.now()) + timedelta(days=20)
    return row
