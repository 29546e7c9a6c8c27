"""Who may say what, as long as a round runs."""

from services.surveys.framework.values import Chapter
from services.surveys.framework_comments.forms import CommentForm
from services.surveys.framework_comments.values import CommentKind
from shared.web.problem import FieldError, Problem

MOST, MOST_REPLIES = 200, 50


def refuse_comment(chapter: Chapter, given: CommentForm, known: int) -> None:
    """Raise ``Problem`` for a request without a wording, an unknown standard, or too many."""
    if given.kind is CommentKind.CHANGE and not given.wording:
        raise refused("wording-missing", "wording")
    keys = {str(each.key) for each in chapter.standards}
    if given.standard and given.standard not in keys:
        raise refused("standard-unknown", "standard")
    if known >= MOST:
        raise refused("too-many-comments", "text")


def refused(code: str, field: str) -> Problem:
    """What the form says of one of its fields."""
    return Problem(409, code, "Not possible", errors=[FieldError(field, "is not possible")])
