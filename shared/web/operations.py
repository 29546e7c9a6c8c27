"""What every service answers its operators: alive, ready, metrics."""

import asyncio

from fastapi import APIRouter, Depends, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from shared.context import context_of
from shared.messaging.bus import BusAway
from shared.messaging.faults import describe
from shared.messaging.measures import measures
from shared.web.audience import public
from shared.web.problems import Problem

CHECK_SECONDS = 3.0

routes = APIRouter(tags=["operations"], dependencies=[Depends(public)])


@routes.get("/health/live")
async def live(request: Request) -> dict[str, str]:
    """The process answers, and none of its tasks has given up."""
    stuck = request.app.state.tasks.given_up()
    if stuck:
        raise Problem(503, "not-alive", "A background task has given up", detail=", ".join(stuck))
    return {"status": "alive"}


@routes.get("/health/ready")
async def ready(request: Request) -> dict[str, str]:
    """Database and bus answer; otherwise 503 names what is away."""
    context = context_of(request)
    found: dict[str, str] = {}
    for name, check in (("database", context.database.check), ("bus", context.bus.check)):
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                await check()
        except Exception as error:
            reason = "does not answer" if isinstance(error, BusAway) else describe(error)
            found[name] = reason
    if found:
        away = "; ".join(f"{name}: {reason}" for name, reason in found.items())
        raise Problem(503, "not-ready", "Not ready", detail=away)
    return {"status": "ready", "database": "answers", "bus": "answers"}


@routes.get("/metrics", response_class=Response)
async def metrics() -> Response:
    """Prometheus text format; every series bears the service's name."""
    await measures.take()
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
