"""What begins by itself: when it does, and how it is paused."""

from fastapi import Request, Response
from sqlalchemy.exc import NoResultFound

from services.surveys.pauses import use_cases
from services.surveys.plans import queries
from services.surveys.plans.values import TOLD
from services.surveys.surveys import queries as surveys
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.surveys import BY_ITSELF, Occasion
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=BY_ITSELF.removeprefix("/surveys"), audience=Coordinator)


@pages.get("")
async def show_what_begins(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading
) -> Response:
    """Surveys of those who come and go, what is planned, and what gatherings start."""
    today = local_date(here.clock.now())
    return pages.render(
        request,
        "plans.html",
        beginnings=await queries.beginnings(session, me.tenant, today),
        planned=await surveys.planned(session, me.tenant),
    )


@pages.post("/{occasion}/pausieren")
async def pause_occasion(request: Request, me: Coordinator, uow: Uow, occasion: str) -> Response:
    """Nobody whose day comes meanwhile is asked, then or later."""
    found = _occasion(occasion)
    await use_cases.pause(uow, me.tenant, found)
    said = f"„{TOLD[found][0]}“ ist pausiert."
    return pages.saved(request, said, to=pages.address(request))


@pages.post("/{occasion}/fortsetzen")
async def resume_occasion(request: Request, me: Coordinator, uow: Uow, occasion: str) -> Response:
    """Whose day comes from now on is asked."""
    found = _occasion(occasion)
    await use_cases.go_on(uow, me.tenant, found)
    said = f"„{TOLD[found][0]}“ beginnt wieder von selbst."
    return pages.saved(request, said, to=pages.address(request))


def _occasion(code: str) -> Occasion:
    """Raises ``NoResultFound``."""
    for each in TOLD:
        if each == code:
            return each
    raise NoResultFound
