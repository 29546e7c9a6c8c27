"""A service's templates appear under the shared layout, safely."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, UndefinedError
from starlette.requests import Request

from shared.contracts.accounts import AccessRole
from shared.contracts.navigation import Entry, Group, entries
from shared.web.kit.layout import Navigation, current_entry, menu, page_of, templates_in

NAVIGATION = [
    Entry("Start", "/"),
    Entry("Haus", "/house", group=Group.DIRECTORY),
    Entry("Küche", "/house/kitchen", group=Group.DIRECTORY),
]
LONG = [
    *NAVIGATION,
    *(Entry(f"Raum {each}", f"/rooms/{each}", group=Group.SUPPORT) for each in range(4)),
    Entry("Keller", "/cellar", group=Group.OPERATIONS),
]

PAGE = """{% extends "layout.html" %}
{% block title %}{{ title }}{% endblock %}
{% block content %}{{ kit.page_header(title) }}{% endblock %}"""

EVERYTHING = """{% extends "plain.html" %}
{% block content %}
{{ kit.field("name", "Ihr Name", hint="Vor- und Nachname", error="Bitte angeben") }}
{{ kit.radios("ready", "Fertig?", [("yes", "Ja"), ("no", "Nein")], "yes") }}
{{ kit.rows("Räume", ["Raum", "Größe"], [["<Küche>", 12]], numeric=(1,)) }}
{{ kit.notice("danger", "Vorsicht") }}
{% endblock %}"""


def request(path: str = "/house/kitchen/stove") -> Request:
    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""}
    return Request(scope)


@pytest.fixture
def pages(tmp_path: Path) -> Environment:
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "everything.html").write_text(EVERYTHING)
    return templates_in(tmp_path)


def shown(
    pages: Environment,
    template: str,
    path: str = "/house",
    navigation: Navigation = NAVIGATION,
    **context: str,
) -> str:
    page = page_of(pages, request(path), template, 200, navigation=navigation, **context)
    return bytes(page.body).decode()


def test_a_page_has_the_layout_around_it(pages: Environment) -> None:
    html = shown(pages, "page.html", title="Küche")
    assert '<html lang="de">' in html
    assert "<title>Küche – Knotenpunkt</title>" in html


def test_what_a_person_typed_is_shown_as_text(pages: Environment) -> None:
    html = shown(pages, "page.html", title="<script>alert(1)</script>")
    assert "<script>" not in html


def test_a_forgotten_value_is_an_error_not_a_gap(pages: Environment) -> None:
    with pytest.raises(UndefinedError):
        shown(pages, "page.html")


def test_the_status_is_the_one_asked_for(pages: Environment) -> None:
    assert page_of(pages, request(), "page.html", 409, title="Küche").status_code == 409


def test_nothing_on_a_page_needs_a_looser_content_policy(pages: Environment) -> None:
    html = shown(pages, "page.html", title="Küche") + shown(pages, "everything.html")
    assert not re.search(r"<style|<script(?! src)|\sstyle=|\son\w+=|https?://", html)


def test_the_navigation_marks_where_the_reader_is(pages: Environment) -> None:
    html = shown(pages, "page.html", "/house/kitchen", title="Küche")
    assert '<a href="/house/kitchen" aria-current="page">' in html


@pytest.mark.parametrize(
    ("path", "entry"),
    [("/", "/"), ("/house", "/house"), ("/house/kitchen/stove", "/house/kitchen"), ("/else", None)],
)
def test_the_deepest_entry_above_a_path_is_current(path: str, entry: str | None) -> None:
    assert current_entry(path, NAVIGATION) == entry


def test_a_short_menu_is_not_folded(pages: Environment) -> None:
    assert "kp-group" not in shown(pages, "page.html", title="Küche")
    assert menu(NAVIGATION) == [("", NAVIGATION)]


def test_a_long_menu_folds_by_group_and_a_single_page_stands_for_its_own(
    pages: Environment,
) -> None:
    assert [(name, len(found)) for name, found in menu(LONG)] == [
        ("", 1),
        ("Verzeichnis", 2),
        ("Begleitung", 4),
        ("", 1),
    ]
    html = shown(pages, "page.html", "/house/kitchen", LONG, title="Küche")
    assert html.count('<summary class="kp-group__button"') == 2
    assert html.count('<summary class="kp-group__button" aria-current="true">Verzeichnis<') == 1


def test_a_page_beside_the_menu_lies_where_its_crumbs_lead(tmp_path: Path) -> None:
    above = '{% set above = [("Flur", "/hall"), ("Küche", "/house/kitchen")] %}'
    (tmp_path / "page.html").write_text(PAGE.replace("\n", f"\n{above}\n", 1))
    html = shown(templates_in(tmp_path), "page.html", "/hall/lamp", LONG, title="Lampe")
    assert '<a href="/house/kitchen" aria-current="true">' in html
    assert html.count('<summary class="kp-group__button" aria-current="true">Verzeichnis<') == 1


def test_pages_of_a_group_stand_together_for_everybody() -> None:
    for role in AccessRole:
        offered = entries(mailbox=True, provider=True)
        groups = [each.group for each in offered if role in each.roles]
        assert groups == sorted(groups, key=list(Group).index)


def test_a_page_reached_by_a_link_offers_no_navigation(pages: Environment) -> None:
    assert "<nav" not in shown(pages, "everything.html")


def test_a_field_is_described_by_its_hint_and_its_error(pages: Environment) -> None:
    html = shown(pages, "everything.html")
    assert 'aria-describedby="name-hinweis name-fehler" aria-invalid="true"' in html


def test_a_group_of_choices_has_a_legend_and_a_label_for_each(pages: Environment) -> None:
    html = shown(pages, "everything.html")
    assert '<legend class="kern-label">Fertig?</legend>' in html
    assert html.count('for="ready-') == 2


def test_a_table_cell_repeats_its_column_for_narrow_screens(pages: Environment) -> None:
    assert 'data-label="Raum"' in shown(pages, "everything.html")


def test_a_danger_is_announced(pages: Environment) -> None:
    assert 'role="alert"' in shown(pages, "everything.html")
