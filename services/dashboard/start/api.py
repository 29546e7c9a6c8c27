"""Cards of the installation itself."""

from fastapi import APIRouter, Request

from services.dashboard.pages import AskingBriefly
from services.dashboard.start import queries
from shared.contracts.cards import PATH, Cards
from shared.web.kit.person import Anyone
from shared.web.sessions.person import signed_in

api = APIRouter(tags=["cards"])


@api.get(PATH)
async def cards(request: Request, _: Anyone, asking: AskingBriefly) -> Cards:
    """What needs an operator now; nothing for others."""
    someone = await signed_in(request)
    return Cards(cards=await queries.own_cards(asking, someone.roles if someone else ()))
