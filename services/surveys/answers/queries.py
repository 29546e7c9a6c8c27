"""What opened urns amount to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.answers.rules import REMARK, figures, response_rate, shown_of
from services.surveys.answers.values import Figures
from services.surveys.invitations import queries as invitations
from services.surveys.invitations.values import InvitedSurvey
from services.surveys.openings import queries as openings
from services.surveys.urns import queries as urns
from services.surveys.urns.values import UrnState, UrnSummary
from shared.clock import local_date
from shared.small_numbers.sizes import IN_NUMBERS


@dataclass(frozen=True)
class Overview:
    """A survey in the list; ``answered`` are those that are shown, None while there are none."""

    survey: InvitedSurvey
    answered: int | None

    @property
    def response_rate(self) -> float | None:
        return response_rate(self.survey.invited, self.answered)


@dataclass(frozen=True)
class Results(Overview):
    """What a survey says so far, and of its urns what anybody may know."""

    figures: Figures | None
    remarks: Sequence[str] | None
    """In the order of their random ids; None of too few answers."""
    urns: Sequence[UrnSummary]
    later: bool = False
    """Whether some lay in urns that are opened, and are shown when ten have come together."""

    @property
    def lying(self) -> int:
        """How many answers wait in the urn, in full steps; 0 is unknown."""
        return max((urn.progress for urn in self.urns if urn.state is UrnState.OPEN), default=0)

    @property
    def opens_from(self) -> date | None:
        """The first day on which the urn may be opened."""
        ends = [urn.closes_at for urn in self.urns if urn.state is UrnState.OPEN]
        return local_date(max(ends)) if ends else None

    def any_is(self, state: str) -> bool:
        """Whether one of its urns is."""
        return any(urn.state == state for urn in self.urns)


async def list_surveys(session: AsyncSession, tenant: str) -> list[Overview]:
    """A municipality's surveys, the newest school year first."""
    surveys = await invitations.list_surveys(session, tenant)
    answered = await urns.answered_of(session, tenant, [survey.id for survey in surveys])
    return [Overview(survey, _shown(answered.get(survey.id, ()))) for survey in surveys]


async def results_of(session: AsyncSession, tenant: str, survey_id: UUID) -> Results | None:
    """One survey's results, or None where the municipality has no such survey."""
    survey = await invitations.find_survey(session, tenant, survey_id)
    if survey is None:
        return None
    every = await urns.urns_of(session, tenant, survey_id)
    opened = [urn for urn in every if urn.state is UrnState.OPENED]
    sheets = [urn.answered or 0 for urn in opened]
    answered, opened = _shown(sheets), opened[: shown_of(sheets)]
    if not answered:
        return Results(survey, None, None, None, every)
    ids = [urn.id for urn in opened]
    totals = await openings.totals_of(session, tenant, ids)
    remarks = None
    if any((urn.answered or 0) >= IN_NUMBERS for urn in opened):
        remarks = await openings.texts_in(session, tenant, ids, REMARK)
    later = len(opened) < len(sheets)
    return Results(
        survey, answered, figures(survey.occasion, answered, totals), remarks, every, later
    )


def _shown(sheets: Sequence[int]) -> int | None:
    return sum(sheets[: shown_of(sheets)]) or None
