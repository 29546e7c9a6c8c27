"""What a newcomer reads first is true: links lead somewhere, and what is named exists."""

import re
from pathlib import Path

import pytest

from deploy.services import NAMES
from shared.contracts.catalogue import bodies

CHECKOUT = Path(__file__).parents[2]
ARCHITECTURE = CHECKOUT / "docs" / "architecture.md"
PAGES = [
    *sorted(CHECKOUT.glob("*.md")),
    *sorted((CHECKOUT / "docs").rglob("*.md")),
    *sorted((CHECKOUT / ".github").glob("*.md")),
]
LINK = re.compile(r"\]\((?!https?://|mailto:)([^)#\s]+)(?:#[^)\s]*)?\)")
TYPE = re.compile(r"`([a-z]+\.[a-z-]+\.v\d+)`")
FILE = re.compile(r"`((?:[a-z_]+/)*[a-z_]+\.py)`")
FILES_FROM_A_HIRE_TO_ITS_EFFECT = 9
LONGEST_PAGE = 80


def text_of(page: Path) -> str:
    """Without code blocks."""
    return re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(CHECKOUT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = LINK.findall(text_of(page))
    lost = [link for link in links if not (page.parent / link).exists()]
    assert lost == []


def test_there_are_links_to_follow() -> None:
    assert len(LINK.findall(text_of(ARCHITECTURE))) > 15


def test_a_posted_hire_is_followed_through_few_files() -> None:
    journey = text_of(ARCHITECTURE).partition("## How a fact travels")[2].partition("So it goes")[0]
    files = LINK.findall(journey)
    assert len(set(files)) == len(files) == FILES_FROM_A_HIRE_TO_ITS_EFFECT


def test_every_message_it_names_is_one() -> None:
    named = set(TYPE.findall(text_of(ARCHITECTURE)))
    assert named
    assert named <= set(bodies())


def test_every_file_name_it_explains_occurs_in_a_service_and_no_other_does() -> None:
    rooms = text_of(ARCHITECTURE).partition("## Where things go")[2].partition("\n## ")[0]
    table = [line.split("|")[1] for line in rooms.splitlines() if line.startswith("| `")]
    explained = {name for cell in table for name in FILE.findall(cell)}
    found = {
        file.name
        for name in NAMES
        for file in (CHECKOUT / "services" / name).glob("*/*.py")
        if file.name not in ("__init__.py", "env.py")
    }
    assert found == explained


def test_it_stays_one_page() -> None:
    assert len(ARCHITECTURE.read_text().splitlines()) <= LONGEST_PAGE
