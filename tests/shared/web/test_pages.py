"""A service's templates appear under the shared layout, safely."""

import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from starlette.requests import Request

from shared.web.pages import Pages, current_entry

NAVIGATION = [("Start", "/"), ("Haus", "/house"), ("Küche", "/house/kitchen")]

PAGE = """{% extends "layout.html" %}{% from "components.html" import page_header %}
{% block title %}{{ title }}{% endblock %}
{% block content %}{{ page_header(title) }}{% endblock %}"""

EVERYTHING = """{% extends "plain.html" %}
{% from "components.html" import field, radios, table, notice, timeline, timeline_item %}
{% block content %}
{{ field("name", "Ihr Name", hint="Vor- und Nachname", error="Bitte angeben") }}
{{ radios("ready", "Fertig?", [("yes", "Ja"), ("no", "Nein")], "yes") }}
{{ table("Räume", ["Raum", "Größe"], [["<Küche>", 12]], numeric=(1,)) }}
{{ notice("danger", "Vorsicht") }}
{% call timeline("Verlauf") %}{{ timeline_item("Gekocht", "12:00", "Küche", "amber") }}{% endcall %}
{% endblock %}"""


def request(path: str = "/house/kitchen/stove") -> Request:
    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""}
    return Request(scope)


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "everything.html").write_text(EVERYTHING)
    return Pages(tmp_path, NAVIGATION)


def shown(pages: Pages, template: str, path: str = "/house", **context: str) -> str:
    return bytes(pages.render(request(path), template, 200, **context).body).decode()


def test_a_page_has_the_layout_around_it(pages: Pages) -> None:
    html = shown(pages, "page.html", title="Küche")
    assert '<html lang="de">' in html
    assert "<title>Küche – Knotenpunkt</title>" in html


def test_what_a_person_typed_is_shown_as_text(pages: Pages) -> None:
    html = shown(pages, "page.html", title="<script>alert(1)</script>")
    assert "<script>" not in html


def test_a_forgotten_value_is_an_error_not_a_gap(pages: Pages) -> None:
    with pytest.raises(UndefinedError):
        shown(pages, "page.html")


def test_the_status_is_the_one_asked_for(pages: Pages) -> None:
    assert pages.render(request(), "page.html", 409, title="Küche").status_code == 409


def test_nothing_on_a_page_needs_a_looser_content_policy(pages: Pages) -> None:
    html = shown(pages, "page.html", title="Küche") + shown(pages, "everything.html")
    assert not re.search(r"<style|<script(?! src)|\sstyle=|\son\w+=|https?://", html)


def test_the_navigation_marks_where_the_reader_is(pages: Pages) -> None:
    html = shown(pages, "page.html", "/house/kitchen", title="Küche")
    assert '<a href="/house/kitchen" aria-current="page">' in html


@pytest.mark.parametrize(
    ("path", "entry"),
    [("/", "/"), ("/house", "/house"), ("/house/kitchen/stove", "/house/kitchen"), ("/else", None)],
)
def test_the_deepest_entry_above_a_path_is_current(path: str, entry: str | None) -> None:
    assert current_entry(path, NAVIGATION) == entry


def test_a_page_reached_by_a_link_offers_no_navigation(pages: Pages) -> None:
    assert "<nav" not in shown(pages, "everything.html")


def test_a_field_is_described_by_its_hint_and_its_error(pages: Pages) -> None:
    html = shown(pages, "everything.html")
    assert 'aria-describedby="name-hinweis name-fehler" aria-invalid="true"' in html


def test_a_group_of_choices_has_a_legend_and_a_label_for_each(pages: Pages) -> None:
    html = shown(pages, "everything.html")
    assert '<legend class="kern-label">Fertig?</legend>' in html
    assert html.count('for="ready-') == 2


def test_a_table_cell_repeats_its_column_for_narrow_screens(pages: Pages) -> None:
    assert 'data-label="Raum"' in shown(pages, "everything.html")


def test_a_danger_is_announced(pages: Pages) -> None:
    assert 'role="alert"' in shown(pages, "everything.html")
