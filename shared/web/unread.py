"""What a program sends and nobody reads is refused, as unknown fields of a body are.

Where a standard says otherwise, as OAuth and OpenID Connect do, a route is no such one; neither is
a page, which leaves out what it does not know.
"""

from fastapi import Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import ParamTypes
from fastapi.routing import APIRoute

from shared.web.problem import FieldError, Problem

KEY = "idempotency-key"
LONGEST_NAME = 80
NOTED = "knotenpunkt_read_by"


def refuse_unread(request: Request) -> None:
    """Raise ``Problem`` for query parameters and an ``Idempotency-Key`` that change nothing.

    Audiences call it once they know who asks: strangers learn nothing of what a route reads.
    """
    route = request.scope["route"]
    if not route.include_in_schema:
        return
    query, takes_key = read_by(route)
    unknown = sorted({name for name in request.query_params if name not in query})
    errors = [FieldError(f"query.{name[:LONGEST_NAME]}", "is not known") for name in unknown]
    if request.method == "POST" and KEY in request.headers and not takes_key:
        errors.append(FieldError("header.Idempotency-Key", "has no meaning here"))
    if errors:
        raise Problem(422, "invalid-request", "The request is not valid", errors=errors)


def read_by(route: APIRoute) -> tuple[frozenset[str], bool]:
    """The query parameters of a route, and whether it takes an ``Idempotency-Key``.

    What is read into a model does not say where it comes from: ours are queries.
    """
    if NOTED not in vars(route):
        fields = get_flat_params(route.dependant)
        given = [(getattr(each.field_info, "in_", None), each.alias) for each in fields]
        query = frozenset(name for place, name in given if place in (ParamTypes.query, None))
        vars(route)[NOTED] = query, any(name.lower() == KEY for _, name in given)
    found: tuple[frozenset[str], bool] = vars(route)[NOTED]
    return found
