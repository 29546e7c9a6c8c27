"""What became of a chapter, from the text that was commented to the one that is voted on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.surveys.framework.values import Chapter
from services.surveys.framework_comments.values import Comment

REFUSED: Mapping[str, str] = {
    "framework-stage": "Das geht nicht mehr; der Stand hat sich inzwischen geändert.",
    "replies-missing": "Es gibt noch Änderungswünsche ohne Antwort: Antworten Sie erst auf alle.",
}


@dataclass(frozen=True)
class Compared:
    """One chapter; ``new`` is missing before the comments have become a text."""

    old: Chapter
    comments: Sequence[Comment]
    new: Chapter | None

    @property
    def unchanged(self) -> bool:
        """Whether the new text is the old one."""
        return self.new is not None and self.new.sha256 == self.old.sha256
