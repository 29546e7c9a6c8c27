"""How far a mail has come, from what its delivery says."""

from services.notifications.deliveries.values import State
from services.notifications.delivery_log.values import Standing
from services.notifications.undeliverable.values import FailureCause

_SETTLED = {State.SENT: Standing.SENT, State.WITHDRAWN: Standing.WITHDRAWN}


def standing_of(state: State, *, tried: bool, held: bool, cause: FailureCause | None) -> Standing:
    """``tried`` if the server has been asked; ``cause`` is why it was given up."""
    if state in _SETTLED:
        return _SETTLED[state]
    if state is State.UNDELIVERABLE:
        return Standing.SUPPRESSED if cause is FailureCause.SUPPRESSED else Standing.LOST
    if held and state is State.QUEUED:
        return Standing.HELD
    return Standing.RETRIED if tried else Standing.WAITING
