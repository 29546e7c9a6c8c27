"""A way from the dashboard's pages to the other services."""

from typing import Annotated

from fastapi import Depends, Request

from services.dashboard.values import SERVICES
from shared.context import CurrentContext
from shared.web.neighbours import ServiceClient, client_for


async def _briefly(request: Request, here: CurrentContext) -> ServiceClient:
    return client_for(request, here, briefly=True, among=SERVICES)


async def _patient(request: Request, here: CurrentContext) -> ServiceClient:
    return client_for(request, here, among=SERVICES)


Services = Annotated[ServiceClient, Depends(_patient)]
"""Every service of the installation."""
ServicesBriefly = Annotated[ServiceClient, Depends(_briefly)]
"""The same, where nobody waits for one that is slow."""
