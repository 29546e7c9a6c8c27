"""What the directory announces of planned posts, and of what deviates from the guideline."""

from datetime import date
from uuid import UUID

from shared.codes import Open, OpenCode
from shared.messaging.event import Event
from shared.privacy.declared import Deletion, Kind, NotPersonal, Personal

FINDINGS = "/directory/pruefhinweise"
"""The page that lists them."""
POSTS = "/directory/stellen"
"""The page that lists them."""


class FundingRule(OpenCode):
    """A rule about placements, of which a finding says that it is not kept."""

    TWO_SCHOOLS = "two_schools"
    ONE_SCHOOL = "one_school"
    FULL_TIME = "full_time"
    SCHOOL_NUMBER = "school_number"
    OVERLAP = "overlap"
    COORDINATION = "coordination"


_FINDING = Personal(
    (Kind.EMPLOYMENT,),
    about="worker_id",
    purpose="wo Einsätze von der Förderrichtlinie abweichen",
    deletion=Deletion.WITH_TOPIC,
)


class FindingRaised(
    Event, name="directory.finding-raised.v1", key="finding_id", declared=(_FINDING,)
):
    """Placements of a worker, or without one of the municipality, do not keep a rule."""

    finding_id: UUID
    rule: Open[FundingRule]
    worker_id: UUID | None = None


class FindingSettled(
    Event, name="directory.finding-settled.v1", key="finding_id", declared=(_FINDING,)
):
    """They keep it again, or what did not is over."""

    finding_id: UUID
    rule: Open[FundingRule]
    worker_id: UUID | None = None


class PostVacant(Event, name="directory.post-vacant.v1", key="post_id", declared=(NotPersonal(),)):
    """A planned post is not filled, or not wholly, since a day."""

    post_id: UUID
    school_id: UUID
    carrier_id: UUID
    since: date


class PostFilled(Event, name="directory.post-filled.v1", key="post_id", declared=(NotPersonal(),)):
    """A post that was vacant is so no longer: it is filled, or planned no more."""

    post_id: UUID
    school_id: UUID
    carrier_id: UUID
