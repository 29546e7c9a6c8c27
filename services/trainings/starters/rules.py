"""How far an onboarding is, in words."""

from datetime import date, datetime


def standing(
    start_date: date, next_due: date | None, ready_at: datetime | None, today: date
) -> str:
    """What matters most about it today."""
    if next_due is not None and next_due < today:
        return "überfällig"
    if ready_at is not None:
        return "arbeitsfähig"
    return "beginnt noch" if start_date > today else "im Plan"
