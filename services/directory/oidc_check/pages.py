"""The operator's look at the provider: settings, description, and a sign-in that is only tried."""

from fastapi import Request, Response

from services.directory.oidc import queries
from services.directory.oidc.values import CHECK_PATH, OidcRefused
from shared.context import CurrentContext
from shared.web.kit.person import Operations
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=CHECK_PATH.removeprefix("/directory"), audience=Operations)


@pages.get("")
async def show_provider(request: Request, here: CurrentContext) -> Response:
    """What is set, and what the provider says of itself."""
    settings = here.settings
    if not settings.oidc_issuer:
        return pages.render(request, "provider.html", settings=None)
    try:
        found, refused = await queries.check(here), None
    except OidcRefused as fault:
        found, refused = None, fault
    return pages.render(
        request, "provider.html", settings=settings, found=found, refused=refused, target=CHECK_PATH
    )
