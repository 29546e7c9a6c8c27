"""Lists of what has become of workers, as a carrier's clerk sends them: each is previewed first."""

from fastapi import Request, Response

from services.directory.bulk import use_cases
from services.directory.bulk.forms import LISTS, SAID
from shared.web.kit.imports import IMPORT, offer_import
from shared.web.kit.person import Carrier
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/fachkraefte/listen", audience=Carrier)

for _end, (_kind, _list) in LISTS.items():
    offer_import(pages, _list, use_cases.planner(_kind), use_cases.carry_out, at=f"/{_end}")


@pages.get("")
async def list_lists(request: Request) -> Response:
    """What may be sent as a list."""
    offered = [
        (kind.title, SAID[end], f"{pages.address(request, end)}{IMPORT}", kind.needed)
        for end, (_, kind) in LISTS.items()
    ]
    back = pages.address(request).rpartition("/")[0]
    return pages.render(request, "lists.html", offered=offered, hires=f"{back}{IMPORT}", back=back)
