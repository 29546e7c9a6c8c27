"""Every page of a municipality's office, and of one that has nothing yet."""

import pytest
from playwright.async_api import Browser

from tests.browser.everybody import AS_EVERYBODY, OFFICE, left_out, look_as, send_as
from tests.browser.town_hall import TownHall
from tests.browser.walk import Book
from tests.conftest import RUN

pytestmark = AS_EVERYBODY


@pytest.mark.parametrize("column", OFFICE)
async def test_nothing_stands_in_its_way_on_any_page(
    hall: TownHall, chromium: Browser, book: Book, column: str
) -> None:
    await look_as(hall, chromium, book, column)


@pytest.mark.parametrize("column", OFFICE)
async def test_every_form_is_sent_without_scripts(
    hall: TownHall, chromium: Browser, book: Book, column: str
) -> None:
    await send_as(hall, chromium, book, column)


async def test_no_form_was_left_out_by_everybody_together(
    pytestconfig: pytest.Config, book: Book
) -> None:
    assert left_out(pytestconfig.stash[RUN].folder, "office", book.sent) == []
