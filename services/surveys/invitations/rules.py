"""Which survey a day belongs to, and how long an invitation may be answered."""

from datetime import date, timedelta

from services.surveys.invitations.values import InvitationState

ANSWERING_TIME = timedelta(days=21)
SCHOOL_YEAR_BEGINS = (8, 1)


def closes_on(opened_on: date) -> date:
    """The last day on which an invitation may be answered."""
    return opened_on + ANSWERING_TIME


def school_year(day: date) -> int:
    """The calendar year in which the school year of ``day`` begins, on 1 August."""
    return day.year if (day.month, day.day) >= SCHOOL_YEAR_BEGINS else day.year - 1


def school_year_name(begins_in: int) -> str:
    """2026/27"""
    return f"{begins_in}/{(begins_in + 1) % 100:02d}"


def state_on(today: date, state: str, last_day: date) -> InvitationState:
    """The state of an invitation, also before anybody has come round to closing it."""
    over = today > last_day or state == InvitationState.LEAVING
    return InvitationState.CLOSED if over else InvitationState(state)
