"""A form that asks for somebody's name or how to reach them says what for and how long."""

from collections.abc import Iterator

import pytest

from deploy.services import NAMES, load
from shared.web.kit.asked import asked
from shared.web.kit.forms import Form

ASKS = {"given_name", "family_name", "email", "address", "contact", "birth_name", "note"}
"""Names of fields that are about people wherever they stand."""
INSTITUTION = "services.trainings.certificate_senders"
"""Its address is the office's."""

NAMES_NOBODY = {"services.surveys.questionnaire_files.forms.QuestionnaireFileForm"}
"""It takes questions, and nothing about people."""


def forms_within(above: type[Form] = Form) -> Iterator[type[Form]]:
    for form in above.__subclasses__():
        yield form
        yield from forms_within(form)


def silent() -> list[str]:
    """Forms that ask for it and say nothing; one that is a part of others says it there."""
    for name in NAMES:
        load(name)
    found = []
    for form in set(forms_within()):
        inside = form.__module__.startswith("services.") and INSTITUTION not in form.__module__
        parts = "Search" in form.__name__ or form.__subclasses__()
        if inside and not parts and ASKS & set(form.model_fields) and asked(form.empty()) is None:
            found.append(f"{form.__module__}.{form.__name__}")
    return sorted(found)


def test_a_form_that_asks_for_people_says_what_for_and_how_long() -> None:
    assert silent() == []


def test_a_form_that_takes_a_file_says_what_for_and_how_long() -> None:
    for name in NAMES:
        load(name)
    taking = [
        (f"{each.__module__}.{each.__name__}", asked(each.empty()))
        for each in set(forms_within())
        if each.__module__.startswith("services.") and each.empty().multipart
    ]
    assert len(taking) > len(NAMES_NOBODY)
    assert {name for name, says in taking if says is None} == NAMES_NOBODY


def test_tables_that_forms_name_are_kept_and_declared() -> None:
    for form in set(forms_within()):
        if form.__module__.startswith("services.") and form.kept_in:
            assert asked(form.empty()) or not form.model_fields


@pytest.mark.parametrize(
    ("name", "purpose"),
    [
        ("services.directory.hires.forms.HireForm", "beim Namen nennen"),
        ("services.trainings.guests.forms.AskForm", "Gäste anmelden"),
    ],
)
def test_it_says_what_the_columns_say_and_leads_to_the_activity(name: str, purpose: str) -> None:
    for service in NAMES:
        load(service)
    form = next(each for each in forms_within() if f"{each.__module__}.{each.__name__}" == name)
    found = asked(form.empty())
    assert found
    assert purpose in found.purposes
    assert found.href.startswith("/directory/datenschutz#")
