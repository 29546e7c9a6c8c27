"""The adopted framework concept as its file says it."""

from collections.abc import Mapping
from pathlib import Path

from services.surveys.framework.values import Adopted
from shared.german import long_date

SOURCE = Path(__file__).parent / "templates" / "concept.typ"


def content(found: Adopted, place: str) -> Mapping[str, object]:
    """What is handed to its source, as text."""
    return {
        "title": f"Rahmenkonzept Schulsozialarbeit {place}",
        "facts": f"Fassung {found.number}, beschlossen am {long_date(found.adopted_on)}",
        "chapters": [
            {
                "heading": f"{number}. {chapter.title}",
                "since": f"Gültig seit {long_date(since)}",
                "parts": ["\n".join(part) for part in chapter.parts],
                "standards": [
                    {
                        "text": f"Standard {number}.{at}: {each.text}",
                        "indicators": [one.text for one in each.indicators],
                    }
                    for at, each in enumerate(chapter.standards, start=1)
                ],
            }
            for number, (chapter, since) in enumerate(found.chapters, start=1)
        ],
    }
