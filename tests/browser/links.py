"""Addresses with a key in them, which somebody without an account was sent."""

from tests.town import Town


def task_link(town: Town) -> str:
    return f"/trainings/l/aufgabe/{town.values['/trainings']}"


def consultation_link(town: Town) -> str:
    return f"/directory/l/beratung/{town.values['/directory']}"


def unsubscribe_link(town: Town) -> str:
    return f"/notifications/l/abbestellen/{town.values['/notifications']}"


def announcement_link(town: Town) -> str:
    return f"/notifications/l/rundmitteilung/{town.values['/announcement']}"


def survey_link(town: Town) -> str:
    return f"/surveys/l/befragung/{town.values['/surveys']}"


def questionnaire_link(town: Town) -> str:
    return f"/surveys/l/umfrage/{town.values['/umfrage']}"
