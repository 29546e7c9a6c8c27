"""Which survey a day belongs to, and how long an invitation may be answered."""

from datetime import date, timedelta

from services.surveys.invitations.values import InvitationState

ANSWERING_TIME = timedelta(days=21)


def closes_on(opened_on: date) -> date:
    """The last day on which an invitation may be answered."""
    return opened_on + ANSWERING_TIME


def state_on(today: date, state: str, last_day: date) -> InvitationState:
    """The state of an invitation, also before anybody has come round to closing it."""
    over = today > last_day or state == InvitationState.LEAVING
    return InvitationState.CLOSED if over else InvitationState(state)
