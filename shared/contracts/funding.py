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
PROOF_OF_USE = "/directory/verwendungsnachweis"
"""The page that shows it."""


class FundingRule(OpenCode):
    """A rule about placements, of which a finding says that it is not kept."""

    TWO_SCHOOLS = "two_schools"
    ONE_SCHOOL = "one_school"
    FULL_TIME = "full_time"
    SCHOOL_NUMBER = "school_number"
    OVERLAP = "overlap"
    COORDINATION = "coordination"
    CLOSED_SCHOOL = "closed_school"
    CLOSED_RELATIONSHIPS = "closed_relationships"


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


class ProofOfUseSubmitted(
    Event,
    name="directory.proof-of-use-submitted.v1",
    key="submission_id",
    declared=(NotPersonal(),),
):
    """A municipality's proof of use was handed in; ``school_year`` is the one in which it begins.

    Of one school year there may be several: the latest counts.
    """

    submission_id: UUID
    school_year: int
    submitted_on: date


class ProofOfUseWithdrawn(
    Event,
    name="directory.proof-of-use-withdrawn.v1",
    key="submission_id",
    declared=(NotPersonal(),),
):
    """That it was handed in had been noted by mistake."""

    submission_id: UUID
    school_year: int
