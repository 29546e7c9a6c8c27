"""What is promised to whoever answers: nothing that today's tables do not keep."""

import re
from pathlib import Path

import pytest

from services.surveys.urns import values as urns
from tests.surveys.conftest import BROWSER, Surveys

CHECKOUT = Path(__file__).parents[2]
SERVICES = CHECKOUT / "services"
SAID = ("README.md", "CONTEXT.md", "publiccode.yml")
NAME_OF_A_PART = re.compile(r"{% block anonym %}")
"""Offices have it in their own wordings of the mail, so it keeps its name."""
ADMINISTRATORS = "Wer die Datenbank selbst verwaltet"


def _read() -> list[Path]:
    """Every page and mail, and what the repository says of itself."""
    texts = (each for each in SERVICES.rglob("templates/*") if each.is_file())
    return [*texts, *(CHECKOUT / name for name in SAID)]


def test_nothing_that_people_read_calls_a_pulse_anonymous() -> None:
    read = {file: NAME_OF_A_PART.sub("", file.read_text("utf-8")) for file in _read()}
    assert len(read) > 100
    assert [file for file, text in read.items() if "anonym" in text.lower()] == []


@pytest.mark.parametrize("ending", ["html", "txt"])
def test_the_invitation_says_who_could_find_out(ending: str) -> None:
    folder = SERVICES / "notifications/mails/templates"
    assert ADMINISTRATORS in (folder / f"survey_invitation.{ending}").read_text("utf-8")


async def test_who_could_find_out_stands_before_the_questions(surveys: Surveys) -> None:
    [path] = await surveys.invite(1)
    page = (await surveys.house.http.get(path, headers=BROWSER)).text
    assert page.index(ADMINISTRATORS) < page.index("<fieldset")
    assert not [each for each in urns.promises(None) if each.text in page]


async def test_whoever_has_answered_is_not_told_that_nobody_could_know(surveys: Surveys) -> None:
    [path] = await surveys.invite(1)
    await surveys.answer_all([path])
    page = (await surveys.house.http.get(path, headers=BROWSER)).text
    assert "steht nirgends" not in page
    assert "Ihr Name steht nicht dabei" in page
