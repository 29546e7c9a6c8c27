"""Everybody's own start page."""

from fastapi import Request, Response

from services.dashboard.pages import ServicesBriefly
from services.dashboard.start.queries import start_page
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.web.cards import own_condition
from shared.web.kit.person import Anyone
from shared.web.kit.router import PageRouter

REFRESH_SECONDS, SECONDS_UNTIL_ASKED_AGAIN = 60, 5

pages = PageRouter(__package__, audience=Anyone)


@pages.get("/")
async def show_start(
    request: Request, _: Anyone, here: CurrentContext, session: Reading, client: ServicesBriefly
) -> Response:
    """What needs whoever asks, the most urgent first."""
    found = await start_page(client, await own_condition(request, here, session))
    return pages.render(
        request,
        "start.html",
        now=(now := here.clock.now()),
        today=local_date(now),
        groups=[(urgency, cards) for urgency, cards in found.cards.items() if cards],
        seconds=REFRESH_SECONDS if found.complete else SECONDS_UNTIL_ASKED_AGAIN,
    )
