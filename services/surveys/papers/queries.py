"""A whole questionnaire to read: on the page that is printed, of a version, in the library."""

from functools import cache
from pathlib import Path

from jinja2 import Template
from markupsafe import Markup

from services.surveys.conditions.values import in_words
from services.surveys.questionnaires.values import GERMAN, Document, said
from services.surveys.sheets.values import hint
from shared.web.kit.layout import rendered, templates_in


def printed(document: Document, language: str = GERMAN) -> Markup:
    """Every question with its answers and conditions, shown or not."""
    values = {
        "document": document,
        "language": language,
        "said": said,
        "hint": hint,
        "conditions": {
            key: in_words(document, question) for key, question in document.questions.items()
        },
    }
    return Markup(rendered(_template(), values))  # noqa: S704 (made by templates that escape)


@cache
def _template() -> Template:
    return templates_in(Path(__file__).parent / "templates").get_template("whole.html")
