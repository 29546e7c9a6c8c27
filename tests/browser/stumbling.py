"""Pages on which something goes wrong."""

from fastapi import APIRouter, Depends, FastAPI

from shared.web.audience import public
from shared.web.problem import Problem

STUMBLES = (400, 401, 405, 408, 409, 413, 422, 429, 500, 503)
"""Errors of which each has a page; those of nothing there and of nobody's business are met."""


def stumbling(app: FastAPI) -> None:
    """One for each of these errors."""
    router = APIRouter(prefix="/stolpern", include_in_schema=False)

    @router.get("/{status}", dependencies=[Depends(public)])
    async def stumble(status: int) -> None:
        if status == 500:
            raise RuntimeError("a page that fails")
        headers = {"Retry-After": "30"} if status == 429 else {}
        raise Problem(status, "stumbled", "Stumbled", headers=headers)

    app.include_router(router)
