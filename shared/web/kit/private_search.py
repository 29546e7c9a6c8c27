"""A search for people: it is posted, and stands in the address sealed, for it may hold a name."""

from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Request

from shared.web.kit.forms import Entered, Form, read_search
from shared.web.kit.seal import seal, unseal

SEARCH = "suche"
F = TypeVar("F", bound=Form)


def found_at(request: Request, entered: Entered[Any]) -> str:
    """The address of the list that was asked for; what cannot be used is looked for as typed."""
    typed = {name: value for name, value in entered.typed.items() if value}
    if not typed:
        return request.url.path
    return f"{request.url.path}?{urlencode({SEARCH: seal(request, SEARCH, typed)})}"


if TYPE_CHECKING:
    PrivateSearch = Annotated[F, "search"]
else:

    class PrivateSearch:
        """A parameter of a list's page, as ``Search``: ``search: PrivateSearch[AccountSearch]``."""

        def __class_getitem__(cls, form: type[Form]) -> Any:
            async def read(request: Request) -> Form:
                sealed = request.query_params.get(SEARCH, "")
                found = unseal(request, SEARCH, sealed) if sealed else None
                typed = found if isinstance(found, dict) else {}
                return read_search(form, {name: [value] for name, value in typed.items()})

            return Annotated[form, Depends(read)]
