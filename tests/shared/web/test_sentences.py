"""Readers get sentences of ours: no library's words, no regular expressions."""

import re
from typing import Any, get_args

import pytest
from pydantic import ValidationError
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import ErrorType

from deploy.services import NAMES
from shared.settings import Settings
from shared.web.audience import routes_of
from shared.web.sentences import PATTERNS, sentence_for
from tests.conftest import OpenHouse
from tests.contracts.test_any_request import with_pages

WORDS = re.compile(r"pydantic|Input|String should|\^|\$|\\|\{")


def patterns_in(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {part["pattern"]} if isinstance(part.get("pattern"), str) else set()
        return own.union(*(patterns_in(each) for each in part.values()))
    if isinstance(part, list):
        return set().union(*(patterns_in(each) for each in part))
    return set()


@pytest.mark.parametrize("service", NAMES)
async def test_every_pattern_of_a_service_has_its_sentence(
    open_house: OpenHouse, service: str
) -> None:
    house = await open_house(service)
    app = house.app.state.mounted[service]
    assert list(routes_of(app))
    # How pydantic writes a decimal as text is not a rule of ours.
    found = {each for each in patterns_in(with_pages(app)) if not each.startswith("^(?!^[-+.]*$)")}
    assert found <= set(PATTERNS)


def test_every_pattern_of_the_settings_has_its_sentence() -> None:
    assert patterns_in(Settings.model_json_schema()) <= set(PATTERNS)


@pytest.mark.parametrize(
    "kind", sorted(set(get_args(ErrorType)) - {"value_error", "assertion_error"})
)
def test_no_kind_of_error_speaks_the_words_of_the_library(kind: str) -> None:
    names = ("min_length", "max_length", "gt", "ge", "lt", "le", "multiple_of", "max_digits")
    more = ("decimal_places", "whole_digits", "expected", "pattern")
    context = dict.fromkeys((*names, *more), 3)
    sentence = sentence_for({"type": kind, "msg": "Input should match '^x$'", "ctx": context})
    assert sentence
    assert not WORDS.search(sentence)


def test_what_our_own_rules_say_stays() -> None:
    own = PydanticCustomError("text_refused", "must be a single line")
    assert sentence_for({"type": own.type, "msg": own.message()}) == "must be a single line"
    wrong: dict[str, Any] = {"municipalities": "x"}
    with pytest.raises(ValidationError) as refusal:
        Settings(_env_file=None, **wrong)
    assert sentence_for(refusal.value.errors()[0]).startswith("is a list of eight-digit")
