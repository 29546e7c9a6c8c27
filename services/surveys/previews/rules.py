"""Which page comes next."""

from collections.abc import Sequence

from services.surveys.paths.values import Page, path
from services.surveys.previews.values import OWN
from services.surveys.questionnaires.values import Answers, Document
from services.surveys.sheets.values import Raw, names_of


def way(document: Document, answers: Answers) -> Sequence[Page]:
    """The pages that these answers lead over."""
    return path(document, answers)


def here(pages: Sequence[Page], at: str) -> Page | None:
    """The page that was sent."""
    return next((each for each in pages if each.section.key == at), None)


def turned(pages: Sequence[Page], at: str, by: int) -> Page | None:
    """The one after or before; none at the end; the first where that one is gone."""
    keys = [each.section.key for each in pages]
    place = keys.index(at) + by if at in keys else 0
    if at == "" and by < 0:
        place = len(pages) - 1
    return pages[max(place, 0)] if place < len(pages) else None


def carried(sent: Raw, page: Page | None) -> Sequence[tuple[str, str]]:
    """What the page does not ask itself."""
    asked = {name for each in (page.questions if page else ()) for name in names_of(each)}
    return [
        (name, value)
        for name, values in sent.items()
        for value in values
        if name.startswith("q_") and name not in asked and name not in OWN
    ]
