"""Whatever people write is shown as they wrote it: no markup, no formula, no line of a calendar."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pkgutil import walk_packages

import pytest
from sqlalchemy import String, Table, UniqueConstraint, update

import services.trainings
from services.trainings.models import metadata
from shared.ids import new_id
from shared.web.audience import routes_of
from shared.web.kit.forms import Form
from shared.web.text import FreeText, _Text
from tests.asking import cookie
from tests.conftest import OpenHouse
from tests.gathered import convene, registration_link
from tests.house import BERGKAMEN, House
from tests.signing_in import coordinator_of
from tests.town import Town
from tests.trainings.meeting import CATALOGUE, WORKER

HOSTILE = "=1+1<script>alert('fremd')</script>"
BROKEN = f"{HOSTILE}\nATTENDEE:mailto:fremd@example.org"
CODES = {"code"}
"""What is looked up and never shown as it was typed."""


def declared() -> dict[str, bool]:
    """Fields of forms in which anything can be written, and whether it may have several lines."""
    found: dict[str, bool] = {}
    for module in walk_packages(services.trainings.__path__, "services.trainings."):
        if module.name.endswith(".forms"):
            import_module(module.name)
    for form in below(Form):
        if form.__module__.startswith("services.trainings."):
            for name, field in form.model_fields.items():
                kinds = [each for each in field.metadata if isinstance(each, _Text)]
                if kinds:
                    several = any(isinstance(each, FreeText) for each in kinds)
                    found[name] = found.get(name, False) or several
    return found


def below(form: type[Form]) -> Iterator[type[Form]]:
    for each in form.__subclasses__():
        yield each
        yield from below(each)


def unique(table: Table) -> set[str]:
    """What may not be the same in two rows."""
    keys = [[*each.columns] for each in table.constraints if isinstance(each, UniqueConstraint)]
    keys += [[*each.columns] for each in table.indexes if each.unique]
    return {column.name for columns in keys for column in columns}


async def write_everywhere(house: House) -> set[str]:
    """Into each column that is called as such a field is; which those are."""
    fields, written = declared(), set[str]()
    async with house.context("trainings").database.transaction() as uow:
        for table in metadata.sorted_tables:
            columns = {
                each.name: BROKEN if fields[each.name] else HOSTILE
                for each in table.columns
                if each.name in fields
                and type(each.type) is String
                and each.name not in CODES | unique(table)
            }
            if columns:
                await uow.session.execute(update(table).values(columns))
                written |= columns.keys()
    return written


def addresses(house: House, town: Town) -> Iterator[str]:
    """Pages whose keys are known."""
    for route in routes_of(house.app.state.mounted["trainings"]):
        path = str(route.path)
        keys = set(re.findall(r"{(\w+)", path))
        if "GET" in (route.methods or ()) and keys <= town.values.keys():
            filled = re.sub(r"{(\w+)(:\w+)?}", lambda each: town.values[each[1]], path)
            yield f"/trainings{filled}"


def refuse_live(kind: str, body: bytes) -> None:
    """Nothing of it acts, whoever opens the file."""
    if kind.startswith("text/html"):
        assert b"<script>alert(" not in body
    elif kind.startswith("text/csv"):
        rows = csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";")
        assert not [each for row in rows for each in row if each.lstrip().startswith("=")]
    elif "spreadsheet" in kind:
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            sheets = [each for each in book.namelist() if "worksheets/" in each]
            assert not [each for each in sheets if b"<f>" in book.read(each)]
    elif kind.startswith("text/calendar"):
        lines = body.replace(b"\r\n ", b"").splitlines()
        assert not [each for each in lines if each.startswith(b"ATTENDEE:mailto:fremd")]


async def test_what_is_written_into_any_field_is_neither_markup_nor_a_formula(
    open_house: OpenHouse,
) -> None:
    house = await open_house("directory", "trainings")
    town = Town(BERGKAMEN, new_id(), new_id(), new_id())
    town.values |= {"worker_id": str(new_id()), "municipality": BERGKAMEN, "number": "1"}
    await convene(house, town)
    written = await write_everywhere(house)
    assert {"title", "content", "place", "text", "reason"} <= written
    pages, seen = sorted({*addresses(house, town)}), set[str]()
    for grant in (coordinator_of(BERGKAMEN), WORKER):
        headers = {"cookie": cookie(await house.sign_in(grant)), "accept": "*/*"}
        pages = [registration_link(town), *await looked_at(house, pages, headers, seen)]
    assert {"text/html", "text/csv", "text/calendar"} <= seen


async def looked_at(
    house: House, pages: Sequence[str], headers: Mapping[str, str], seen: set[str]
) -> list[str]:
    """In each form that is offered; those that are for others, and what was ``seen`` of it."""
    others: list[str] = []
    for path in pages:
        answer = await house.http.get(path, headers=headers)
        assert answer.status_code < 500, path
        others += [path] if answer.status_code == 403 or path.startswith(CATALOGUE) else []
        offered = [each for each in ("als=csv", "als=xlsx") if each in answer.text]
        files = [await house.http.get(f"{path}?{each}", headers=headers) for each in offered]
        for each in (answer, *files):
            kind = each.headers.get("content-type", "").partition(";")[0]
            refuse_live(kind, each.content)
            seen |= {kind} if b"fremd" in each.content else set()
    return others


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/html", HOSTILE),
        ("text/csv", f"a;{HOSTILE}"),
        ("text/calendar", f"SUMMARY:{BROKEN}"),
    ],
)
def test_what_acts_is_found_out(kind: str, body: str) -> None:
    with pytest.raises(AssertionError):
        refuse_live(kind, body.encode())
