"""A synopsis as its file says it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from services.surveys.framework.values import Chapter
from services.surveys.framework_comments.values import Comment, CommentKind, Decision
from services.surveys.synopses.values import Compared
from shared.contracts.words import word

SOURCE = Path(__file__).parent / "templates" / "synopsis.typ"
NO_REPLY = "ohne Antwort"


def content(number: int, rows: Sequence[Compared]) -> Mapping[str, object]:
    """What is handed to its source, as text."""
    return {
        "title": f"Rahmenkonzept, Fassung {number}: Synopse",
        "chapters": [
            {
                "heading": f"{place}. {each.old.title}",
                "old": _text(each.old),
                "comments": [_said(one) for one in each.comments],
                "unchanged": each.unchanged,
                "new": _text(each.new) if each.new else [],
            }
            for place, each in enumerate(rows, start=1)
        ],
    }


def _text(chapter: Chapter) -> list[str]:
    """Its paragraphs, and each standard with its indicators."""
    lines = ["\n".join(part) for part in chapter.parts]
    for place, each in enumerate(chapter.standards, start=1):
        indicators = "".join(f"\n– {one.text}" for one in each.indicators)
        lines.append(f"Standard {place}: {each.text}{indicators}")
    return lines


def _said(comment: Comment) -> list[str]:
    """Who, what, and what became of it."""
    kind = word(CommentKind, comment.kind)
    about = f"{kind}, zum Standard „{comment.about}“" if comment.about else kind
    wish = f"\nVorschlag: {comment.wording}" if comment.wording else ""
    reply = NO_REPLY
    if comment.decision:
        reply = f"{word(Decision, comment.decision)}\n{comment.reason}"
    return [f"{comment.author}\n{about}", f"{comment.text}{wish}", reply]
