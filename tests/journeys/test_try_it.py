"""The lines of the README's "Try it", exactly as printed but for the port."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.demonstration import STORY_ENDS, Demonstration

README = Path(__file__).parents[2] / "README.md"
BLOCK = re.compile(r"<!-- try it -->\n```sh\n(.*?)```\n<!-- /try it -->", re.DOTALL)
PRINTED_BASE = "BASE=http://127.0.0.1:8080\n"

pytestmark = pytest.mark.skipif(
    shutil.which("curl") is None and os.environ.get("KNOTENPUNKT_REQUIRE_REAL") != "1",
    reason="The README's lines need curl, which this machine lacks: apt-get install curl.",
)


def try_it(demonstration: Demonstration) -> list[Any]:
    """What the lines print: hire, mistake, file, change, departure, and the list of hires."""
    [lines] = BLOCK.findall(README.read_text())
    assert lines.startswith(PRINTED_BASE)
    lines = lines.replace(PRINTED_BASE, f"BASE={demonstration.base}\n")
    done = subprocess.run(
        ["bash", "-eu"], input=lines, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return list(documents(done.stdout))


def documents(text: str) -> list[Any]:
    """JSON documents that stand one behind the other."""
    decoder, found = json.JSONDecoder(), []
    while text := text.strip():
        document, end = decoder.raw_decode(text)
        found.append(document)
        text = text[end:]
    return found


def outcomes(answer: dict[str, Any]) -> list[str]:
    return [row["outcome"] for row in answer["rows"]]


def test_what_the_readme_prints_works_and_may_be_repeated(demonstration: Demonstration) -> None:
    demonstration.start()
    demonstration.wait_for(STORY_ENDS)

    hire, mistake, file, change, departure, found = try_it(demonstration)
    assert len(hire["placement_ids"]) == 1
    assert len(change["timeline"]) == 2
    assert departure["worker_id"] == hire["worker_id"]
    [item] = found["items"]
    assert item["employment_id"] == hire["employment_id"]
    assert item["timeline"] == departure["timeline"]
    assert mistake["status"] == 422
    # What is wrong in itself is said first; what contradicts the calendar and the directory, then.
    fields = {error["field"] for error in mistake["errors"]}
    assert "placements.0.weekly_hours" in fields
    assert fields <= {"start_date", "placements.0.school_number", "placements.0.weekly_hours"}
    assert outcomes(file) == ["created", "refused"]
    [wrong] = file["rows"][1]["problem"]["errors"]
    assert wrong["field"] == "person.email"

    again = try_it(demonstration)
    assert again[:2] == [hire, mistake]
    assert outcomes(again[2]) == ["unchanged", "refused"]
    assert again[3:] == [change, departure, found]
