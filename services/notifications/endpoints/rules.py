"""When those who look after an endpoint are told that it fails, and when it is switched off."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from shared.contracts.notifications import EndpointStage

STAGES: Mapping[EndpointStage, timedelta] = {
    EndpointStage.HOUR: timedelta(hours=1),
    EndpointStage.DAY: timedelta(days=1),
    EndpointStage.FOUR_DAYS: timedelta(days=4),
    EndpointStage.SWITCHED_OFF: timedelta(days=5),
}
"""Without one success, however many attempts that were."""


def stage_of(failing_since: datetime | None, now: datetime) -> EndpointStage | None:
    """How far it has come; None while nobody need be told."""
    if failing_since is None:
        return None
    reached = [stage for stage, after in STAGES.items() if now - failing_since >= after]
    return reached[-1] if reached else None


def to_tell(
    failing_since: datetime | None, told: str | None, now: datetime
) -> EndpointStage | None:
    """What is to be told now, each stage once; None where it was told already."""
    stage = stage_of(failing_since, now)
    return None if stage is None or stage == told else stage
