"""Cards of the installation itself."""

from fastapi import APIRouter, Request

from services.dashboard.pages import ServicesBriefly
from services.dashboard.start import queries
from shared.context import CurrentContext, Reading
from shared.contracts.cards import PATH, Cards
from shared.web.cards import own_condition
from shared.web.kit.person import Anyone

api = APIRouter(tags=["cards"])


@api.get(PATH)
async def cards(
    request: Request, _: Anyone, here: CurrentContext, session: Reading, client: ServicesBriefly
) -> Cards:
    """What needs an operator now; nothing for others."""
    own = await own_condition(request, here, session)
    return Cards(cards=await queries.own_cards(client, own), condition=own)
