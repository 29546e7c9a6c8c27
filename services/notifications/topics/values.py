"""What kinds of messages tell of topics."""

from shared.contracts.notifications import LetterKind

PLANNED = LetterKind("topic_planned")
DECLINED = LetterKind("topic_declined")
