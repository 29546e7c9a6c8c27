"""Every route of every service is tried as everybody; ``access.md`` says what comes of it."""

import json
import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode
from uuid import uuid4

import pytest
import pytest_asyncio
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from deploy.services import NAMES, load
from shared.contracts.accounts import AccessRole, Grant
from shared.runtime import _routes
from shared.web.audience import routes_of
from shared.web.unread import read_by
from tests.asking import Told, ask, cookie
from tests.dashboard.conftest import connect
from tests.gathered import note
from tests.grouped import gather, intend
from tests.house import House, embedded_house
from tests.signing_in import OPERATOR, coordinator_of
from tests.told import inform
from tests.town import Town
from tests.towns import BERGKAMEN, KAMEN, found, relate

TABLE = Path(__file__).parent / "access.md"
COLUMNS = (
    "operator",
    "coordinator",
    "coordinator elsewhere",
    "worker",
    "carrier",
    "head",
    "contact",
    "other carrier",
    "nobody",
    "program",
    "program of other carrier",
    "program without scope",
    "link",
)
ENDS_A_SIGN_IN = {"/directory/abmelden", "/directory/anmeldungen/rolle"}
STREAMS = {"/dashboard/ereignisse/strom", "/notifications/mitteilungen/strom"}
REMOVES = {
    ("DELETE", "/directory/api/v1/relationships/{relationship_id}"): relate,
    ("POST", "/directory/beziehungen/{relationship_id}/loeschen"): relate,
    ("DELETE", "/directory/api/v1/groups/{group_id}"): gather,
    ("POST", "/directory/gruppen/{group_id}/loeschen"): gather,
    ("POST", "/directory/gruppen/{group_id}/von-hand/{pick_id}"): gather,
    ("POST", "/directory/netzwerk/aufgaben/{gap_task_id}/loeschen"): intend,
    ("POST", "/notifications/rundmitteilungen/{announcement_id}/beenden"): inform,
    ("POST", "/notifications/rundmitteilungen/{announcement_id}/loeschen"): inform,
    ("POST", "/trainings/veranstaltungen/{gathering_id}/tagesordnung/{item_id}/entfernen"): note,
    (
        "POST",
        "/trainings/veranstaltungen/{gathering_id}/protokoll/beschluesse/{decision_id}/entfernen",
    ): note,
    ("POST", "/trainings/veranstaltungen/{gathering_id}/kontingente/{quota_id}/aufheben"): note,
    ("POST", "/trainings/veranstaltungen/{gathering_id}/fragen/{question_id}/entfernen"): note,
    ("POST", "/trainings/veranstaltungen/{gathering_id}/workshops/{workshop_id}/entfernen"): note,
}
"""What is there again for whoever tries next."""
KEYS = {
    "/surveys/frageboegen/{key}/bearbeiten": "questionnaire_id",
    "/surveys/umfragen/{key}/bearbeiten": "planned_survey_id",
    "/directory/beziehungen/{key}/bearbeiten": "relationship_id",
    "/notifications/rundmitteilungen/{key}/bearbeiten": "announcement_id",
    "/directory/gruppen/{key}/bearbeiten": "group_id",
    "/trainings/veranstaltungen/{key}/bearbeiten": "gathering_id",
    "/trainings/vorhaben/{key}/bearbeiten": "action_id",
    "/surveys/massnahmen/{key}/bearbeiten": "measure_id",
    "/trainings/qualifikationen/arten/{key}/bearbeiten": "kind_id",
}
"""Which id stands in an address as its key."""
ACTION = {"title": "Neuer Titel", "who": "Niemand", "version": 1}
KIND = {"name": "Neuer Name", "units": 8, "months": 24, "version": 1}
RELATION = {"valid_from": "2026-08-01", "version": 1}
PAGE = {"accept": "text/html"}
Route = tuple[str, str]
Cells = tuple[str, ...]


def read_table(text: str) -> dict[Route, Cells]:
    """The expected class of answer by method and path."""
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| `")]
    read: dict[Route, Cells] = {}
    for first, *cells in rows:
        method, path = first.strip(" `").split()
        assert (method, path) not in read, f"{method} {path} stands twice"
        read[method, path] = tuple(cell.strip() for cell in cells)
    return read


def written(route: Route, cells: Cells) -> str:
    """A row as it stands in the table."""
    return f"| `{route[0]} {route[1]}` | {' | '.join(cells)} |"


def faults(table: Mapping[Route, Cells], found: Mapping[Route, Cells]) -> list[str]:
    """Where the table and what was found differ."""
    differ = [written(*each) for each in found.items() if table.get(each[0]) != each[1]]
    gone = [" ".join(each) for each in sorted(table.keys() - found.keys())]
    return [f"should stand: {each}" for each in differ] + [f"has no route: {each}" for each in gone]


Reads = tuple[frozenset[str], bool]


def served(house: House) -> dict[Route, Reads]:
    """Of two alike the first is, programs' before people's; and what each reads."""
    routes: dict[Route, Reads] = {}
    for name in NAMES:
        for route in routes_of(house.app.state.mounted[name]):
            known = getattr(route, "dependant", None) is not None
            reads = read_by(cast("APIRoute", route)) if known else (frozenset[str](), False)
            for method in set(route.methods or ()) - {"HEAD"}:
                routes.setdefault((method, f"/{name}{route.path}"), reads)
    return dict(sorted(routes.items(), key=lambda each: "/api/" not in each[0][1]))


def told_as(told: Told) -> str:
    """The class of an answer; whoever is told what is wrong with the request was let in."""
    led = told.status == 303 and re.match(r"/directory/anmelden(\?|$)", told.location)
    if led or told.status == 401:
        return "sign in"
    if told.status in (403, 404):
        return str(told.status)
    if told.status >= 500:
        return f"{told.status} {told.body!r}"
    return "yes"


@dataclass
class Scene:
    """A house with two municipalities, and the people and programs of one of them."""

    house: House
    town: Town

    async def headers(self, column: str) -> dict[str, str]:
        """What somebody in this role sends; a new sign-in."""
        town = self.town
        programs = {
            "program": town.program,
            "program of other carrier": town.other_program,
            "program without scope": town.unscoped,
            "link": {"authorization": f"Bearer {town.values['/trainings']}"},
            "nobody": {},
        }
        if column in programs:
            return programs[column]
        return {"cookie": cookie(await self.house.sign_in(self.grant(column)))}

    def grant(self, column: str) -> Grant:
        """In Bergkamen, but for the coordinator elsewhere."""
        town = self.town
        if column == "operator":
            return OPERATOR
        if column.startswith("coordinator"):
            return coordinator_of(KAMEN if column.endswith("elsewhere") else BERGKAMEN)
        organization = {
            "carrier": town.carrier_id,
            "other carrier": town.other_carrier_id,
        }.get(column, town.school_id)
        role = AccessRole(column.removeprefix("other "))
        return Grant(role=role, municipality=BERGKAMEN, organization_id=organization)

    async def attempt(
        self, route: Route, reads: Reads, column: str, headers: Mapping[str, str]
    ) -> str:
        """How somebody fares who names what is Bergkamen's, as far as the route reads it."""
        query, takes_key = reads
        method, path = route
        token = self.town.values.get(path[: path.index("/", 1)], "") if column == "link" else ""
        values = self.town.values | {
            "token": token or "x",
            "key": self.town.values[KEYS.get(path, "organization_id")],
        }
        address = re.sub(r"{(\w+)(:\w+)?}", lambda found: values.get(found[1], str(uuid4())), path)
        known = {"municipality": BERGKAMEN, "external_id": "P-4711", "replaces": "1"}
        known = {name: value for name, value in known.items() if name in query}
        key = {"idempotency-key": uuid4().hex} if takes_key else {}
        body, kind = body_of(route)
        more = {
            "host": "knotenpunkt.test",
            "sec-fetch-site": "same-origin",
            **key,
            "content-type": kind,
            **({} if "/api/" in path else PAGE),
        }
        told = await ask(
            self.house.app,
            method,
            f"{address}?{urlencode(known)}",
            {**headers, **more},
            body,
            whole=path not in STREAMS,
        )
        return told_as(told)

    async def row(self, route: Route, reads: Reads, headers: dict[str, dict[str, str]]) -> Cells:
        """Everybody in turn, whoever may least first, for an operator may delete it."""
        told: dict[str, str] = {}
        for column in reversed(COLUMNS):
            if route in REMOVES:
                await REMOVES[route](self.house, self.town)
            told[column] = await self.attempt(route, reads, column, headers[column])
            if route[1] in ENDS_A_SIGN_IN:
                headers[column] = await self.headers(column)
        if route in REMOVES:
            await REMOVES[route](self.house, self.town)
        return tuple(told[column] for column in COLUMNS)


def body_of(route: Route) -> tuple[bytes, str]:
    """What is needed to come to the thing that is named; elsewhere nothing, which is faulty."""
    form = "application/x-www-form-urlencoded"
    fields: dict[Route, dict[str, Any]] = {
        ("POST", "/trainings/vorhaben/{key}/bearbeiten"): ACTION,
        ("POST", "/trainings/qualifikationen/arten/{key}/bearbeiten"): KIND,
        ("POST", "/directory/organisationen/{key}/bearbeiten"): {
            "name": "Neuer Name",
            "kind": "youth_welfare",
            "version": 1,
        },
        ("POST", "/directory/gruppen/{key}/bearbeiten"): {"name": "Neuer Name", "version": 1},
        ("POST", "/trainings/veranstaltungen/{key}/bearbeiten"): {
            "kind": "training",
            "title": "Neuer Titel",
            "audience": "public",
            "version": 1,
        },
        ("POST", "/notifications/rundmitteilungen/{key}/bearbeiten"): {
            "subject": "Wartung",
            "text": "Am Freitag",
            "to": "workers",
            "to_confirm": "ja",
            "version": 1,
        },
        ("POST", "/directory/beziehungen/{key}/bearbeiten"): RELATION,
    }
    if route in fields:
        return urlencode(fields[route]).encode(), form
    if route[1].endswith("/consultations/{consultation_id}/appointment"):
        soon = (datetime.now(UTC) + timedelta(days=1)).isoformat()
        appointment = {"starts_at": soon, "minutes": 60, "place": "Rathaus", "version": 1}
        return json.dumps(appointment).encode(), "application/json"
    if route[0] == "PATCH":
        return json.dumps({"version": 0, "given_name": "Mara"}).encode(), "application/json"
    if "/api/" in route[1]:
        return json.dumps({}).encode(), "application/json"
    return b"", form


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Scene]:
    folder, served_here = tmp_path_factory.mktemp("access"), {BERGKAMEN, KAMEN}
    async with embedded_house(folder, NAMES, municipalities=served_here) as house:
        connect(house)
        yield Scene(house, await found(house, BERGKAMEN, "Nord"))


@pytest.mark.asyncio(loop_scope="module")
async def test_everybody_fares_at_every_route_as_the_table_says(scene: Scene) -> None:
    """Takes seconds: it is every route times everybody."""
    table, headers = read_table(TABLE.read_text()), {}
    for column in COLUMNS:
        headers[column] = await scene.headers(column)
    routes = served(scene.house).items()
    found = {route: await scene.row(route, reads, headers) for route, reads in routes}
    assert "\n".join(faults(table, found)) == ""


def test_every_route_has_its_row() -> None:
    """Without a house, in ``make quick``; what comes of it is seen above."""
    found = {
        (method, f"/{name}{route.path}")
        for name in NAMES
        for route in iter_route_contexts([*FastAPI().routes[:1], *_routes(load(name))])
        for method in set(route.methods or ()) - {"HEAD"}
    }
    assert read_table(TABLE.read_text()).keys() == found


def test_what_the_table_does_not_say_is_found() -> None:
    route, other = ("GET", "/house/room"), ("GET", "/house/cellar")
    assert faults({}, {route: ("yes", "403")}) == [
        "should stand: | `GET /house/room` | yes | 403 |"
    ]
    assert faults({route: ("403",)}, {route: ("yes",)}) != []
    assert faults({other: ("yes",)}, {}) == ["has no route: GET /house/cellar"]
