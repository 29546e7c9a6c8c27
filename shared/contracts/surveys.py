"""What surveys announces, and the page it answers invitations with."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.codes import Open, OpenCode
from shared.contracts.accounts import AccessRole
from shared.links import LinkKind
from shared.messaging.event import Event, Record
from shared.privacy.declared import Deletion, Kind, NotPersonal, Personal

SURVEY_PAGE = LinkKind("surveys.invitation", service="surveys", what="befragung")


_INVITED = Personal(
    (Kind.EMPLOYMENT, Kind.PARTICIPATION),
    about="worker_id",
    purpose="zu Kurzbefragungen einladen; nie, ob jemand antwortet",
    deletion=Deletion.WITH_TOPIC,
)


class Occasion(OpenCode):
    """What a pulse survey follows, or, before a last day of work, precedes."""

    DAY_30 = "day_30"
    DAY_100 = "day_100"
    EXIT = "exit"


class PulseDay(BaseModel):
    """The day of one survey."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    occasion: Open[Occasion]
    day: date


class PulsePlanned(Event, name="surveys.pulse-planned.v1", key="worker_id", declared=(_INVITED,)):
    """A worker will be asked on these days; not on one that had passed or lies after the end."""

    onboarding_id: UUID
    worker_id: UUID
    days: tuple[PulseDay, ...]


class PulseCancelled(
    Event, name="surveys.pulse-cancelled.v1", key="worker_id", declared=(_INVITED,)
):
    """A worker will not be asked any more."""

    onboarding_id: UUID
    worker_id: UUID


class InvitationIssued(
    Event, name="surveys.invitation-issued.v1", key="worker_id", declared=(_INVITED,)
):
    """A worker is invited to answer; whether they do is never announced."""

    invitation_id: UUID
    survey_id: UUID
    worker_id: UUID
    employment_id: UUID
    occasion: Open[Occasion]
    closes_on: date


class TopicRecord(
    Record,
    name="surveys.topic.v1",
    key="topic_id",
    topic="surveys.topics",
    declared=(NotPersonal(),),
):
    """A topic that a survey asks about, as the survey calls it."""

    topic_id: UUID
    survey_id: UUID
    title: str


class TopicCount(BaseModel):
    """How many have chosen a topic; fewer than five are not said."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    topic_id: UUID
    people: int = Field(ge=5)


class TopicsCounted(
    Event, name="surveys.topics-counted.v1", key="survey_id", declared=(NotPersonal(),)
):
    """A survey was counted that asked what is needed."""

    survey_id: UUID
    counts: tuple[TopicCount, ...]


BY_ITSELF = "/surveys/von-selbst"
"""What begins without anybody, and what of it is paused."""
PLANNED_SURVEYS = "/surveys/umfragen"
"""What an office asks, whom and when; below it, the survey."""
QUESTIONNAIRE_PAGE = LinkKind("surveys.questionnaire", service="surveys", what="umfrage")
"""Where somebody answers a survey; what stands for them is random, and only in their mail."""
SURVEY_LINKS = LinkKind("surveys.links", service="surveys", what="umfrage-einladen")
SURVEY_WAITING = LinkKind("surveys.waiting-links", service="surveys", what="umfrage-erinnern")
"""By which notifications, and nobody else, ask for links of those who have not answered."""
SURVEY_LOST = LinkKind("surveys.lost-mails", service="surveys", what="umfrage-unzustellbar")
"""By which notifications say how many were not reached, and nothing of who they are."""


class SurveyLink(BaseModel):
    """Of one person; whoever asked keeps nothing of it."""

    person_id: UUID
    secret: str = Field(repr=False)


class SurveyLinks(BaseModel):
    """In a random order."""

    title: str
    named: bool
    invited: int
    links: tuple[SurveyLink, ...]


class LostMails(BaseModel):
    """How many of those who are asked no invitation could reach."""

    number: int = Field(ge=1)


class SurveyOpened(
    Event, name="surveys.survey-opened.v1", key="survey_id", declared=(NotPersonal(),)
):
    """People are asked from now on; whom, and who has answered, is announced nowhere."""

    survey_id: UUID
    closes_on: date
    remind_on: date | None = None


SURVEY_REPORTS = "/surveys/berichte"
"""What offices have published of their surveys, for the network; below it, the report."""
PUBLIC_REPORTS = "/surveys/oeffentlich/berichte"
"""The same for everybody, where the office wants it; below it, the report."""


class ResultsPublished(
    Event, name="surveys.results-published.v1", key="survey_id", declared=(NotPersonal(),)
):
    """An office lets the network read what came of a survey; ``roles`` are those it asked."""

    survey_id: UUID
    report_id: UUID
    invited: int = Field(ge=5)
    answered: int = Field(ge=5)
    roles: tuple[Open[AccessRole], ...]
    public: bool
