"""A process shows the pages it was started with."""

from pathlib import Path

import pytest
from jinja2 import Environment, TemplateNotFound

from shared.template_files import TemplateFiles


def test_what_is_put_in_place_later_is_not_mixed_with_the_code_that_runs(tmp_path: Path) -> None:
    page = tmp_path / "kit" / "page.html"
    page.parent.mkdir()
    page.write_text("as it was")
    templates = Environment(loader=TemplateFiles(tmp_path), autoescape=True)
    page.write_text("{{ younger }}")
    (tmp_path / "new.html").write_text("new")
    assert templates.get_template("kit/page.html").render() == "as it was"
    with pytest.raises(TemplateNotFound):
        templates.get_template("new.html")


def test_a_capabilitys_own_comes_before_the_shared_one(tmp_path: Path) -> None:
    own, shared = tmp_path / "own", tmp_path / "shared"
    for folder in (own, shared):
        folder.mkdir()
        (folder / "a.html").write_text(folder.name)
    (shared / "b.html").write_text("b")
    templates = Environment(loader=TemplateFiles(own, shared), autoescape=True)
    assert templates.get_template("a.html").render() == "own"
    assert templates.list_templates() == ["a.html", "b.html"]
    assert templates.get_template("a.html").filename == str(own / "a.html")
