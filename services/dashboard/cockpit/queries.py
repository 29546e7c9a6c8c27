"""What the overview tells: today's figures and the newest stories."""

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy.ext.asyncio import AsyncSession

from services.dashboard.events.queries import (
    beginnings,
    counts_since,
    onboardings,
    sizes,
)
from services.dashboard.events.values import DescribedEvent
from shared.clock import BERLIN, local_date
from shared.contracts.directory import WorkerHired
from shared.contracts.notifications import LetterSent

STORIES = 10


@dataclass(frozen=True)
class Story:
    """What began a story, and how many events it has by now."""

    beginning: DescribedEvent
    events: int


@dataclass(frozen=True)
class Overview:
    """Today in figures, and what began last."""

    events_today: int
    hires_today: int
    letters_today: int
    onboardings: int
    able_to_work: int
    stories: list[Story]


async def overview(session: AsyncSession, municipality: str, now: datetime) -> Overview:
    """What is happening, in one municipality or in all."""
    counts = await counts_since(session, municipality, _midnight(now))
    running, ready = await onboardings(session, municipality)
    roots = await beginnings(session, municipality, STORIES)
    length = await sizes(session, municipality, {root.event.correlation_id for root in roots})
    return Overview(
        events_today=sum(counts.values()),
        hires_today=counts.get(WorkerHired.type_name, 0),
        letters_today=counts.get(LetterSent.type_name, 0),
        onboardings=running,
        able_to_work=ready,
        stories=[Story(root, length[root.event.correlation_id]) for root in roots],
    )


def _midnight(now: datetime) -> datetime:
    return datetime.combine(local_date(now), time(), BERLIN)
