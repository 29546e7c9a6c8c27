"""What may go out now: the checks, in their order, at the moment of sending."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from services.notifications.addresses import queries as addresses
from services.notifications.deliveries.values import Check, Occasion, Verdict
from services.notifications.gatherings import queries as gatherings
from services.notifications.hours import queries as hours
from services.notifications.inbox import queries as inbox
from services.notifications.mails.values import Urgency, every_kind
from services.notifications.matters import queries as matters
from services.notifications.preferences import queries as preferences
from services.notifications.relevance import queries as relevance
from services.notifications.values import Candidate

CHECKS = (
    Check(relevance.judge_people),
    Check(relevance.judge_facts),
    Check(relevance.judge_covers),
    Check(relevance.judge_announcements),
    Check(gatherings.judge_invitations),
    Check(gatherings.judge_seats),
    Check(matters.judge_matters),
    Check(inbox.judge_read, spares_critical=True),
    Check(preferences.judge_wishes, spares_critical=True),
    Check(addresses.judge_addresses),
    Check(hours.judge_hours, spares_critical=True),
)
"""Is the person still there? Is it still of use? Have they read it? Do they want it, and now? Does
their address take mail? Is it a quiet hour?
"""


class Judged(NamedTuple):
    """Those about which no check says anything, and what is said about the others."""

    fine: list[Candidate]
    said: list[tuple[Candidate, Verdict]]


async def judge(
    occasion: Occasion, candidates: Sequence[Candidate], checks: Iterable[Check] = CHECKS
) -> Judged:
    """The first check that says anything about a message decides."""
    left = {each.owed.id: each for each in candidates}
    said: list[tuple[Candidate, Verdict]] = []
    for check in checks:
        asked = [each for each in left.values() if not (check.spares_critical and critical(each))]
        if asked:
            verdicts = await check.judge(occasion, asked)
            said.extend((left.pop(key), verdict) for key, verdict in verdicts.items())
    return Judged(list(left.values()), said)


def critical(candidate: Candidate) -> bool:
    """Whether it goes out whatever somebody prefers, and at any hour."""
    kind = every_kind().get(candidate.owed.kind)
    return kind is not None and kind.urgency is Urgency.CRITICAL
