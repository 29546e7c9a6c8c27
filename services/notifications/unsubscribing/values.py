"""The links by which a topic is given up."""

from collections.abc import Mapping

from services.notifications.mails.values import Topic
from shared.links import LinkKind

WHAT = "abbestellen"
UNSUBSCRIBE: Mapping[Topic, LinkKind] = {
    topic: LinkKind(f"notifications.unsubscribe-{topic}", "notifications", WHAT) for topic in Topic
}
"""One for each topic: at the same address, and none opens what another is for."""
UNSUBSCRIBE_GATHERED = LinkKind("notifications.unsubscribe-gathered", "notifications", WHAT)
"""At the same address: for what a mail of several topics gathers."""
ROUTE = next(iter(UNSUBSCRIBE.values())).route
