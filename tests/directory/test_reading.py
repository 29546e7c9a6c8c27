"""Files of hires and datasets are read in linear time, and any bytes are read or refused."""

import json
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.directory.hires.rules import read_csv, read_json
from services.directory.organization_lists.rules import read_dataset, read_schools
from services.directory.organization_lists.schemas import NewOrganization
from services.directory.organizations.schemas import OrganizationBody
from shared.web.problem import Problem
from shared.web.sheets import MAX_BYTES
from tests.directory.conftest import HIRE
from tests.house import BERGKAMEN

Reader = Callable[[bytes], Any]
READERS: dict[str, Reader] = {
    "hires in CSV": read_csv,
    "hires in JSON": read_json,
    "schools": partial(read_schools, BERGKAMEN),
    "a dataset": read_dataset,
}
HIRES = b"external_id;given_name;family_name;email;start_date;school_number;weekly_hours;funding\n"


def tried(read: Reader, body: bytes) -> None:
    try:
        read(body)
    except Problem as problem:
        assert problem.status in (400, 413, 422)
        json.dumps(
            [problem.detail, *(each.field + each.reason for each in problem.errors)]
        ).encode()
        assert len(problem.errors) <= 100


@pytest.mark.parametrize("reader", READERS)
@given(body=st.binary(max_size=100))
def test_any_bytes_are_read_or_refused(reader: str, body: bytes) -> None:
    tried(READERS[reader], body)


def test_a_dataset_says_of_an_organization_what_a_form_says_and_who_acts_for_it() -> None:
    alone, listed = OrganizationBody.model_fields, NewOrganization.model_fields
    assert list(listed) == [*alone, "valid_from", "last_day", "contacts"]
    assert {name for name, each in alone.items() if listed[name].metadata != each.metadata} <= {
        "part_of"
    }


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*HIRE, "organizations", "x\ud800"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(st.sampled_from([read_json, read_dataset]), VALUES)
def test_any_json_is_read_or_refused(read: Reader, value: Any) -> None:
    tried(read, json.dumps(value).encode())
    tried(read, json.dumps([value, HIRE | {"person": value}]).encode())
    tried(read, json.dumps({"municipality": BERGKAMEN, "organizations": [value]}).encode())


def test_a_line_that_is_not_utf8_is_named_in_json_too() -> None:
    body = json.dumps([HIRE], ensure_ascii=False, indent=1).encode()
    with pytest.raises(Problem) as refusal:
        read_json(body.replace("Özgür".encode(), "Özgür".encode("cp1252")))
    assert (refusal.value.status, refusal.value.detail) == (
        400,
        "line 6: a character is not in UTF-8",
    )


def many(size: int, part: dict[str, Any]) -> bytes:
    return b",".join([json.dumps(part).encode()] * (size // len(json.dumps(part))))


ORGANIZATION = {"kind": "school", "name": "x", "contacts": [{"role": "head"}] * 20}
HOSTILE: dict[str, tuple[Reader, Callable[[int], bytes]]] = {
    "unknown fields": (
        read_json,
        lambda size: json.dumps([{f"k{n}": 1 for n in range(size // 12)}]).encode(),
    ),
    "wrong elements": (read_json, lambda size: b"[" + b"0," * (size // 2) + b"0]"),
    "empty elements": (read_json, lambda size: b"[" + b"{}," * (size // 3) + b"{}]"),
    "nested lists": (read_json, lambda size: b"[" * size),
    "the same hire": (read_json, lambda size: b"[" + many(size // 4, HIRE) + b"]"),
    "one worker, different hires": (
        read_csv,
        lambda size: (
            HIRES
            + b"".join(
                b"A1;Mara%s;O;m@example.org;2027-02-01;100001;%d;land\n" % (b"x" * (n % 7), n % 9)
                for n in range(size // 1000)
            )
        ),
    ),
    "a long number": (read_json, lambda size: b"[" + b"1" * size + b"]"),
    "a long name": (read_json, lambda size: json.dumps([HIRE | {"x" * size: 1}]).encode()),
    "wrong organizations": (
        read_dataset,
        lambda size: b'{"organizations":[' + many(size // 4, ORGANIZATION) + b"]}",
    ),
    "wrong schools": (
        READERS["schools"],
        lambda size: b"Schulnummer;Schule;Schulform\n" + b"1;2;3\n" * (size // 1000),
    ),
}
MANY = MAX_BYTES // 4 - 200


def seconds(read: Reader, body: bytes) -> float:
    """The fastest of some: what else runs here only makes it slower."""
    found = []
    for _ in range(3):
        start = time.thread_time()
        tried(read, body)
        found.append(time.thread_time() - start)
    return min(found)


@pytest.mark.parametrize("case", HOSTILE)
def test_four_times_the_bytes_take_four_times_the_time_at_most(case: str) -> None:
    read, made = HOSTILE[case]
    noise = 0.003
    once, more = seconds(read, made(MANY)), seconds(read, made(4 * MANY))
    assert more + noise < 8 * (once + noise)
