"""``python -m deploy.scaffold capability|event SERVICE NAME``: the files the house expects.

What it writes passes every check; what only its author knows it prints as the next steps.
"""

import argparse
import re
from collections.abc import Mapping
from pathlib import Path

from deploy.services import NAMES

CHECKOUT = Path(__file__).parents[1]

CAPABILITY = {
    "services/{service}/{name}/__init__.py": '"""What the capability is for, in one sentence."""\n',
    "services/{service}/{name}/rules.py": '''"""Decisions as pure functions: no I/O, no clock."""

from datetime import date


def is_over(last_day: date, today: date) -> bool:
    """From the day after the last on."""
    return last_day < today
''',
    "services/{service}/{name}/schemas.py": '''"""What programs get."""

from pydantic import BaseModel


class {title}View(BaseModel):
    """As the API returns it."""

    municipality: str
''',
    "services/{service}/{name}/queries.py": '''"""What pages and the API read."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.{service}.{name}.schemas import {title}View


async def {name}_of(session: AsyncSession, tenant: str) -> list[{title}View]:
    """Those of one municipality; every query names it."""
    return []
''',
    "services/{service}/{name}/api.py": '''"""Programs in: translate, call one use case or query."""

from typing import Annotated

from fastapi import APIRouter, Depends

from services.{service}.{name} import queries
from services.{service}.{name}.schemas import {title}View
from shared.context import Reading
from shared.contracts.directory import Scope
from shared.web.audience import program_with
from shared.web.tokens import ApiClient

api = APIRouter(tags=["{name}"])


@api.get("/{path}")
async def list_{name}(
    client: Annotated[ApiClient, Depends(program_with(Scope.HIRES_READ))], session: Reading
) -> list[{title}View]:
    """Those of the client's municipality."""
    return await queries.{name}_of(session, client.tenant)
''',
    "tests/{service}/test_{name}.py": '''"""Promises; each test is named as a sentence."""

from datetime import date

from services.{service}.{name} import rules

MONDAY, TUESDAY = date(2027, 2, 1), date(2027, 2, 2)


def test_a_last_day_still_counts() -> None:
    assert not rules.is_over(MONDAY, today=MONDAY)
    assert rules.is_over(MONDAY, today=TUESDAY)
''',
}
CAPABILITY_STEPS = """Next: replace what stands in services/{service}/{name} as an example, then
- add its router to `api` in services/{service}/app.py
- its row in tests/architecture/access.md: test_access.py prints it, look whether it is meant
- tables go into models.py, changes into use_cases.py; every column says what it is (`info`)
- for changed tables: python -m deploy.revise {service} "what changes"
- pages: forms.py, pages.py and templates/ (CONTRIBUTING.md, "Adding a page")"""

EVENT = '''

class {title}(
    Event,
    name="{service}.{path}.v1",
    key="worker_id",
    declared=(
        Personal(
            (Kind.EMPLOYMENT,),
            about="worker_id",
            purpose="wozu das bekannt ist",
            deletion=Deletion.WITH_TOPIC,
        ),
    ),
):
    """A fact, in past tense; ids and codes only, nothing that names anybody."""

    worker_id: UUID
'''
EVENT_TEST = {
    "tests/{service}/test_{name}.py": '''"""{title} reaches the bus as its contract says."""

from datetime import UTC, datetime

from shared.contracts.{service} import {title}
from tests.conftest import OpenHouse
from tests.contracts.samples import sample

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


async def test_what_is_announced_is_published(open_house: OpenHouse) -> None:
    house = await open_house("{service}")
    body = sample({title})
    await house.announce(body)
    await house.quiet()
    published = [
        {title}.model_validate_json(arrival.value or b"")
        async for batch in house.bus.history([{title}.topic], LONG_AGO)
        for arrival in batch
    ]
    assert published == [body]
'''
}
EVENT_STEPS = """Next:
- give {title} in shared/contracts/{service}.py the fields it needs, and announce it in a use case
- a handler where it matters (`@handlers.on({title})`), and words for people beside the others'
- `declared=(...)`: whose data it is and what for, in words of your own
- make freeze; python -m deploy.event_map for the README, deploy.privacy record --write"""


class RefusedError(Exception):
    """Why nothing was written."""


def capability(checkout: Path, service: str, name: str) -> str:
    """Write the folder and its first test; return the next steps."""
    words = _words(service, name)
    _write(checkout, CAPABILITY, words)
    return CAPABILITY_STEPS.format(**words)


def event(checkout: Path, service: str, name: str) -> str:
    """Add the class to the service's contract, and its first test; return the next steps."""
    words = _words(service, name)
    contract = checkout / "shared" / "contracts" / f"{service}.py"
    written = contract.read_text() if contract.exists() else ""
    if not all(f"import {name}" in written for name in ("Event", "UUID", "Deletion, Kind")):
        raise RefusedError(f"{service} announces nothing yet: begin its contract by hand.")
    if f"class {words['title']}(" in written:
        raise RefusedError(f"{service} announces a {words['title']} already.")
    _write(checkout, EVENT_TEST, words)
    contract.write_text(written + EVENT.format(**words))
    return EVENT_STEPS.format(**words)


def _words(service: str, name: str) -> dict[str, str]:
    if service not in NAMES:
        raise RefusedError(f"There is no service {service!r}: {', '.join(NAMES)}.")
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name):
        raise RefusedError(f"Not a name in lower case with underscores: {name!r}.")
    title = "".join(part.capitalize() for part in name.split("_"))
    return {"service": service, "name": name, "title": title, "path": name.replace("_", "-")}


def _write(checkout: Path, files: Mapping[str, str], words: Mapping[str, str]) -> None:
    """All of them or none."""
    made = {checkout / path.format(**words): text.format(**words) for path, text in files.items()}
    if there := [str(file.relative_to(checkout)) for file in made if file.exists()]:
        raise RefusedError(f"There already: {', '.join(there)}.")
    for file, text in made.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m deploy.scaffold")
    parser.add_argument("kind", choices=["capability", "event"])
    parser.add_argument("service")
    parser.add_argument("name", help="in lower case, with underscores")
    given = parser.parse_args()
    scaffold = capability if given.kind == "capability" else event
    try:
        print(scaffold(CHECKOUT, given.service, given.name))
    except RefusedError as reason:
        parser.error(str(reason))


if __name__ == "__main__":
    main()
