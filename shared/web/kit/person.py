"""Who asks, and what is offered to them: the audiences of pages, one annotation each.

A router names one of them, and a page that needs to know who asks takes it as a parameter. What a
request says about a person is read here and nowhere else.

Until people sign in, whoever runs the installation acts as the coordination office of the
municipality named in a cookie, or else of the first one served.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Cookie, Depends, Query, Request

from shared.context import CurrentContext, context_of
from shared.contracts.navigation import operators_navigation
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.web.audience import OPERATOR_NAME, Audience, Operator, by_link, operator, public
from shared.web.kit.layout import Navigation
from shared.web.tenants import refuse_unserved

Anybody = Annotated[None, Depends(public)]
LinkHolder = Annotated[None, Depends(by_link)]
"""Whoever holds a signed link: is offered nothing but the page."""
Operations = Annotated[Operator, Depends(operator)]
"""The people who run the installation."""


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
"""The coordination office of a municipality."""


async def office_program(
    here: CurrentContext,
    operates: Annotated[None, Depends(operator)],
    municipality: Annotated[str, Query(pattern=r"^\d{8}$")],
) -> Me:
    """A program of the office, which names the municipality in its address."""
    refuse_unserved(municipality, here.settings.municipalities, "query.municipality")
    return Me(municipality, OPERATOR_NAME, Cause(municipality, new_id()))


OfficeProgram = Annotated[Me, Depends(office_program)]


def navigation(request: Request, audience: Audience) -> Navigation:
    """What the header offers on pages for an audience."""
    if audience is not Audience.OPERATOR:
        return []
    return operators_navigation(mailbox=not context_of(request).settings.smtp_url)
