"""What a service says of itself: alive, ready, and its numbers."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter, Depends, FastAPI, Request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.context import Context, context_of
from shared.faults import describe
from shared.messaging.bus.bus import BrokerUnavailable
from shared.telemetry.measures import measures
from shared.web.kit.person import operator
from shared.web.problem import Problem

CHECK_SECONDS = 3.0

api = APIRouter(tags=["operations"], dependencies=[Depends(operator)])


@api.get("/readiness")
async def readiness(request: Request) -> dict[str, str]:
    """For operators: database and bus answer; otherwise 503 names what is away.

    What else stands still, such as mail, is only mentioned: pages need not be taken away for it.
    So is how old the copies are, those of who is signed in among them.
    """
    context = context_of(request)
    if away := await what_is_away(context):
        raise Problem(503, "not-ready", "Not ready", detail=away)
    return {"status": "ready", **_remarks(context)}


def _remarks(context: Context) -> dict[str, str]:
    age = context.freshness.age()
    copies = {} if age is None else {"copies": f"complete {int(age.total_seconds())} seconds ago"}
    return copies | context.remarks


async def what_is_away(context: Context) -> str:
    """What of database, bus and copies is not there, and why; empty if all is."""
    found = [await _found("database", context.database.check), await beside_database(context)]
    return "; ".join(filter(None, found))


async def beside_database(context: Context) -> str:
    """The same without the database, for whoever has just asked it something."""
    checks = {"bus": context.bus.check, "copies": context.freshness.check}
    found = [await _found(name, check) for name, check in checks.items()]
    return "; ".join(filter(None, found))


async def _found(part: str, check: Callable[[], Awaitable[None]]) -> str:
    """Why a part is away, empty if it is not."""
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            await check()
    except Exception as error:
        reason = "does not answer" if isinstance(error, BrokerUnavailable) else describe(error)
        return f"{part}: {reason}"
    return ""


def monitoring(services: Mapping[str, FastAPI]) -> Starlette:
    """What the process tells on its monitoring port, which is for machines inside only."""

    async def live(_: Request) -> Response:
        """None of the process's tasks has given up."""
        return _health({name: _given_up(app) for name, app in services.items()})

    async def ready(_: Request) -> Response:
        """Database and bus answer every service; what else stands still is mentioned."""
        contexts = {name: app.state.context for name, app in services.items()}
        away = await asyncio.gather(*map(what_is_away, contexts.values()))
        remarks = {name: said for name, each in contexts.items() if (said := _remarks(each))}
        return _health(dict(zip(contexts, away, strict=True)), remarks)

    async def metrics(_: Request) -> Response:
        """Once for the process; every series bears its service's name."""
        await measures.take()
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    answers = {"/health/live": live, "/health/ready": ready, "/metrics": metrics}
    return Starlette(routes=[Route(path, answer) for path, answer in answers.items()])


def _given_up(app: FastAPI) -> str:
    stuck = app.state.tasks.given_up()
    return f"given up: {', '.join(stuck)}" if stuck else ""


def _health(
    faults: Mapping[str, str], remarks: Mapping[str, Mapping[str, str]] | None = None
) -> Response:
    wrong = {name: fault for name, fault in faults.items() if fault}
    return JSONResponse(wrong or {"status": "ok", **(remarks or {})}, 503 if wrong else 200)
