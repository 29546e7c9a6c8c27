"""How often strangers are served what costs something, and what they could carry off."""

from typing import Any

from fastapi import Depends, Request

from shared.context import Context, context_of
from shared.web.audience import address_of
from shared.web.throttle import Pace

STRANGERS_A_MINUTE = 300
"""Requests of one address; a whole house may have but one."""
READERS_A_MINUTE = 60
"""The same for programs that read about people: a browser that shows a list needs a few."""


def paced(most: int) -> Any:
    """For a router or a route: 429 where an address comes more often than that in a minute."""

    def kept(_: Context) -> Pace:
        return Pace(most)

    async def admit(request: Request) -> None:
        context_of(request).single(kept).admit(address_of(request))

    return Depends(admit)


strangers = paced(STRANGERS_A_MINUTE)
"""One count for whatever is open without a sign-in: pages, and the same for programs."""
readers = paced(READERS_A_MINUTE)
"""What a program may read of people in a minute, so that carrying them off takes long."""
