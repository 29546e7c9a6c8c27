"""Who asks for a page: for which municipality, in what capacity, and the story that may begin.

Until people sign in, whoever runs the installation acts as the coordination office of the
municipality named in a cookie, or else of the first one served.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Cookie, Depends, Query

from shared.context import CurrentContext
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.web.audience import OPERATOR_NAME, operator
from shared.web.tenants import refuse_unserved


@dataclass(frozen=True)
class Me:
    """The person who asks."""

    tenant: str
    role: str
    cause: Cause

    @property
    def caller(self) -> str:
        """Whose Idempotency-Keys these are."""
        return f"{self.tenant}/{self.role}"


async def coordinator(
    here: CurrentContext,
    operates: Annotated[None, Depends(operator)],
    kp_kommune: Annotated[str, Cookie()] = "",
) -> Me:
    """Acts for the coordination office."""
    served = here.settings.municipalities
    tenant = kp_kommune if kp_kommune in served else min(served)
    return Me(tenant, OPERATOR_NAME, Cause(tenant, new_id()))


Coordinator = Annotated[Me, Depends(coordinator)]


async def office_program(
    here: CurrentContext,
    operates: Annotated[None, Depends(operator)],
    municipality: Annotated[str, Query(pattern=r"^\d{8}$")],
) -> Me:
    """A program of the office, which names the municipality in its address."""
    refuse_unserved(municipality, here.settings.municipalities, "query.municipality")
    return Me(municipality, OPERATOR_NAME, Cause(municipality, new_id()))


OfficeProgram = Annotated[Me, Depends(office_program)]
