"""What surveys announces of self-assessments: who is to judge together, and that they agree."""

from uuid import UUID

from shared.links import LinkKind
from shared.messaging.event import Event
from shared.privacy.declared import Deletion, Kind, NotPersonal, Personal

ASSESSMENTS = "/surveys/selbsteinschaetzungen"
ASSESSMENT_SUMS = "/surveys/einschaetzungen"
"""All schools together; below it, one over the years."""
ASSESSMENT_PAGE = LinkKind("surveys.assessment", service="surveys", what="selbsteinschaetzung")
"""One school's sheet of one year, for its head."""

_ASKED = Personal(
    (Kind.PARTICIPATION,),
    about="person_id",
    purpose="wer die Selbsteinschätzung einer Schule ausfüllt, erfährt davon",
    deletion=Deletion.WITH_TOPIC,
)


class AssessmentAsked(
    Event, name="surveys.assessment-asked.v1", key="assessment_id", declared=(_ASKED,)
):
    """Somebody is to judge their school together with another one, who may have ``agreed`` already.

    ``link_id`` is what a link to it names, of whoever has no sign-in.
    """

    assessment_id: UUID
    person_id: UUID
    link_id: UUID | None = None
    agreed: bool = False


class AssessmentFinished(
    Event, name="surveys.assessment-finished.v1", key="assessment_id", declared=(NotPersonal(),)
):
    """Both agree on how their school stands in a school year."""

    assessment_id: UUID
    school_id: UUID
    school_year: int
