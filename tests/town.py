"""One municipality of a test, and the rows that would take days, or a mail server that refuses."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import select

from services.directory.findings.models import FundingFinding, FundingReview
from services.directory.posts.models import Post
from services.directory.proof_of_use.models import ProofSubmission
from services.directory.proof_of_use.rules import last_over
from services.notifications.mailbox.models import KeptMail
from services.notifications.mails.values import Topic
from services.notifications.undeliverable.models import GivenUp
from services.notifications.unsubscribing.values import UNSUBSCRIBE
from services.surveys.feedback.models import Feedback, Gathering
from services.surveys.feedback.values import AnswerKind
from services.surveys.feedback_questions.models import FeedbackQuestion
from services.surveys.invitations.models import Invitation, Survey
from services.surveys.invitations.values import CHANNEL, InvitationState
from services.surveys.pulses.models import Pulse
from shared.clock import local_date
from shared.contracts.funding import FundingRule
from shared.contracts.surveys import SURVEY_PAGE
from tests.house import House
from tests.questioned import ask
from tests.surveyed import survey
from tests.told import inform
from tests.worded import put_in_words

WAITING = InvitationState.WAITING


@dataclass
class Town:
    """One of each kind of thing a municipality has; ``traces`` are names and ids of its own."""

    municipality: str
    carrier_id: UUID
    other_carrier_id: UUID
    school_id: UUID
    program: dict[str, str] = field(default_factory=dict)
    other_program: dict[str, str] = field(default_factory=dict)
    unscoped: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    """For the parameters in the addresses of routes."""
    traces: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    """Of organizations: those of the traces that its public directory shows to anybody."""
    open: set[str] = field(default_factory=set)
    """Of the gathering to which guests may come."""


async def add_rows(house: House, town: Town) -> None:
    await _in_directory(house, town)
    await _in_surveys(house, town)
    await ask(house, town)
    await survey(house, town)
    await _in_notifications(house, town)


async def _in_directory(house: House, town: Town) -> None:
    now, tenant = house.clock.now(), town.municipality
    finding = FundingFinding(
        id=uuid4(),
        tenant=tenant,
        rule=FundingRule.TWO_SCHOOLS,
        worker_id=UUID(town.values["worker_id"]),
        since=local_date(now),
        until=None,
        hours=Decimal(39),
        schools=3,
        found_at=now,
    )
    post = Post(
        tenant=tenant,
        id=uuid4(),
        school_id=town.school_id,
        carrier_id=town.carrier_id,
        fte=Decimal(1),
        valid_from=local_date(now),
    )
    handed_in = ProofSubmission(
        tenant=tenant,
        id=uuid4(),
        school_year=last_over(local_date(now)).begins_in,
        submitted_on=local_date(now),
        known_at=now,
        digest="",
        recorded_by=str(uuid4()),
        recorded_at=now,
    )
    later = now + timedelta(days=1)
    looked_at = FundingReview(tenant=tenant, reviewed_on=local_date(later), reviewed_at=later)
    town.values |= {"finding_id": str(finding.id), "post_id": str(post.id)}
    town.values |= {"submission_id": str(handed_in.id), "year": "2025"}
    async with house.context("directory").database.transaction() as uow:
        uow.session.add_all([finding, post, handed_in, looked_at])
    town.traces |= {town.values[f"{each}_id"] for each in ("finding", "post", "submission")}


async def _in_surveys(house: House, town: Town) -> None:
    today, tenant = local_date(house.clock.now()), town.municipality
    survey = Survey(id=uuid4(), tenant=tenant, occasion="day_30", school_year=2026)
    pulse = Pulse(
        id=uuid4(),
        tenant=tenant,
        onboarding_id=uuid4(),
        worker_id=UUID(town.values["worker_id"]),
        employment_id=uuid4(),
        occasion="day_30",
        due_on=today,
        state="open",
        correlation_id=uuid4(),
        causation_id=None,
    )
    closes_on = today + timedelta(days=10)
    invitation = Invitation(
        id=pulse.id, tenant=tenant, survey_id=survey.id, closes_on=closes_on, state=WAITING
    )
    town.values |= {
        "survey_id": str(survey.id),
        "/surveys": house.link(SURVEY_PAGE, pulse.id, closes_on).rpartition("/")[2],
    }
    town.traces |= {str(survey.id), str(pulse.id)}
    async with house.context("surveys").database.transaction() as uow:
        uow.session.add_all([survey, pulse])
        await uow.session.flush()
        uow.session.add_all([invitation, *_feedback(house, town)])
        uow.notify(CHANNEL)


def _feedback(house: House, town: Town) -> list[object]:
    """Of one gathering, with a question of its office's own."""
    today, tenant = local_date(house.clock.now()), town.municipality
    said = Feedback(
        tenant=tenant,
        id=uuid4(),
        last_day=today,
        closes_at=house.clock.now() + timedelta(days=14),
        invited=8,
    )
    called = Gathering(
        tenant=tenant, gathering_id=said.id, title="Kinderschutz im Ganztag", version=1
    )
    own = FeedbackQuestion(
        tenant=tenant,
        id=uuid4(),
        gathering_id=said.id,
        kind=AnswerKind.TEXT,
        text="Was fehlte?",
        options=[],
    )
    town.values |= {"feedback_id": str(said.id), "own_question_id": str(own.id)}
    town.traces.add(str(said.id))
    return [said, called, own]


async def _in_notifications(house: House, town: Town) -> None:
    tenant = town.municipality
    given_up = GivenUp(
        letter_id=uuid4(),
        tenant=tenant,
        correlation_id=uuid4(),
        kind="welcome",
        role="worker",
        cause="recipient",
        reply="550",
        attempts=3,
        given_up_at=house.clock.now(),
    )
    until = local_date(house.clock.now()) + timedelta(days=365)
    surveys = house.link(UNSUBSCRIBE[Topic.SURVEYS], UUID(town.values["worker_id"]), until)
    town.values |= {
        "letter_id": str(given_up.letter_id),
        "/notifications": surveys.rpartition("/")[2],
    }
    async with house.context("notifications").database.transaction() as uow:
        uow.session.add(given_up)
    await inform(house, town)
    await put_in_words(house, town)
    mails = select(KeptMail.id).where(KeptMail.tenant == tenant)
    town.values["mail_id"] = str((await house.rows("notifications", mails))[0].id)
    town.traces |= {town.values["letter_id"], town.values["mail_id"]}
