"""What is promised to whoever answers: what the urn keeps, and no more."""

from pathlib import Path

import pytest

from services.surveys.answers.values import promised
from tests.surveys.conftest import BROWSER, Surveys

CHECKOUT = Path(__file__).parents[2]
SERVICES = CHECKOUT / "services"
SAID = ("README.md", "CONTEXT.md", "publiccode.yml")
TOO_MUCH = ("100 % anonym", "technisch unmöglich", "völlig anonym")


def _read() -> list[Path]:
    """Every page and mail, and what the repository says of itself."""
    texts = (each for each in SERVICES.rglob("templates/*") if each.is_file())
    return [*texts, *(CHECKOUT / name for name in SAID)]


def test_nothing_that_people_read_promises_what_nobody_can_keep() -> None:
    read = {file: file.read_text("utf-8").lower() for file in _read()}
    assert len(read) > 100
    assert [file for file, text in read.items() if any(each in text for each in TOO_MUCH)] == []


@pytest.mark.parametrize("ending", ["html", "txt"])
def test_the_invitation_says_that_the_page_names_the_limits(ending: str) -> None:
    folder = SERVICES / "notifications/mails/templates"
    said = (folder / f"survey_invitation.{ending}").read_text("utf-8")
    assert "versiegelte" in said
    assert "was wir nicht versprechen können" in said
    assert "Datenbank selbst verwaltet" not in said


async def test_what_is_kept_and_what_is_not_stands_before_the_questions(surveys: Surveys) -> None:
    [path] = await surveys.invite(1)
    page = (await surveys.house.http.get(path, headers=BROWSER)).text
    once, link, limits = promised()
    for each in (once, link, limits):
        assert page.index(each.text) < page.index("<fieldset")
    assert "Vierteljahr" in once.text
    assert "Erinnert wird niemand" in link.text
    assert limits.title == "Was wir nicht versprechen können."


async def test_whoever_has_answered_is_told_that_nothing_is_taken_back(surveys: Surveys) -> None:
    [path] = await surveys.invite(1)
    await surveys.answer_all([path])
    page = (await surveys.house.http.get(path, headers=BROWSER)).text
    assert "Ihre lässt sich nicht mehr ändern" in page
