"""What a mail server is told."""

from pydantic import BaseModel

from services.notifications.bounces.values import Reported


class Report(BaseModel):
    """``noted`` if an address is the worse for it, ``proposed`` if somebody is asked.

    All others are fine, too, and change nothing.
    """

    outcome: Reported
