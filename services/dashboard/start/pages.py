"""Everybody's own start page."""

from fastapi import Request, Response

from services.dashboard.pages import AskingBriefly
from services.dashboard.start.queries import start_page
from shared.clock import local_date
from shared.context import CurrentContext
from shared.web.kit.person import Anyone
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import signed_in

REFRESH_SECONDS, SECONDS_UNTIL_ASKED_AGAIN = 60, 5

pages = PageRouter(__package__, audience=Anyone)


@pages.get("/")
async def show_start(
    request: Request, _: Anyone, here: CurrentContext, asking: AskingBriefly
) -> Response:
    """What needs whoever asks, the most urgent first."""
    someone = await signed_in(request)
    found = await start_page(asking, someone.roles if someone else ())
    return pages.render(
        request,
        "start.html",
        now=(now := here.clock.now()),
        today=local_date(now),
        groups=[(urgency, cards) for urgency, cards in found.cards.items() if cards],
        seconds=REFRESH_SECONDS if found.complete else SECONDS_UNTIL_ASKED_AGAIN,
    )
