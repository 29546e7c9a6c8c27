"""What an opened urn of a gathering says."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.feedback.values import TEXTS, Asked
from services.surveys.feedback_results import rules
from services.surveys.feedback_results.values import Results
from services.surveys.openings import queries as openings
from services.surveys.openings.values import TEXTS_FROM
from services.surveys.urns import queries as urns
from services.surveys.urns.values import UrnState


async def results_of(session: AsyncSession, asked: Asked) -> Results:
    """Nothing before the end, for nobody."""
    found = await urns.urns_of(session, asked.tenant, asked.id)
    if not found:
        return Results(None, None, 0)
    urn = found[-1]
    if urn.state is not UrnState.OPENED:
        return Results(urn.state, None, urn.progress)
    counts = await openings.counts_of(session, asked.tenant, urn.id)
    texts = []
    if (urn.answered or 0) >= TEXTS_FROM:
        for each in TEXTS:
            said = await openings.texts_of(session, asked.tenant, urn.id, each.key)
            texts.append((each, said))
    return Results(urn.state, urn.answered, 0, rules.figures(counts), texts)
