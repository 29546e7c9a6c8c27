"""After a sign-in one goes on here, and nowhere else."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.datastructures import URL

from services.directory.oidc.rules import (
    safe_target,
)


@pytest.mark.parametrize(
    "target",
    ["/", "/trainings/aufgaben?seite=2#unten", "/directory/organisationen/1", "/a?b=//c", "/%5Cx"],
)
def test_a_path_of_ours_is_gone_on_with(target: str) -> None:
    assert safe_target(target) == target


@pytest.mark.parametrize(
    "target",
    [
        *("//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", ""),
        *("/\t/evil.example", "/\r\nLocation: x", "evil.example", "javascript:alert(1)", " /x"),
        *("/a//evil.example", "/..//evil.example", "/ä", "/\x00", "http:/x", "///evil.example"),
    ],
)
def test_any_other_target_is_the_start_page(target: str) -> None:
    assert safe_target(target) == "/"


@given(st.text(alphabet=st.sampled_from("/\\.:?#@%\t\r\n aeE1[]"), max_size=12))
@example("/\\evil.example")
@example("/[")
def test_no_target_leads_out(target: str) -> None:
    """By the rules of browsers: blanks are dropped, a backslash is a slash."""
    found = "".join(safe_target(target).split()).replace("\\", "/")
    assert found.startswith("/")
    assert not found.startswith("//")
    assert URL(f"https://here.example{found}").hostname == "here.example"
