"""Which topics somebody chooses about."""

from collections.abc import Collection, Mapping, Sequence

from services.notifications.mails.values import Topic
from services.notifications.preferences.values import choosable
from shared.contracts.accounts import AccessRole

_EVERYBODY = frozenset(AccessRole)
_OFFICE = frozenset({AccessRole.COORDINATOR, AccessRole.OPERATOR})
_CONCERNS: Mapping[Topic, frozenset[AccessRole]] = {
    Topic.ONBOARDING: _EVERYBODY,
    Topic.SURVEYS: frozenset({AccessRole.WORKER}),
    Topic.CONSULTATIONS: _EVERYBODY - {AccessRole.OPERATOR, AccessRole.CONTACT},
    Topic.BARRIERS: _OFFICE,
    Topic.COVER: frozenset({AccessRole.HEAD}),
    Topic.ANNOUNCEMENTS: _EVERYBODY - {AccessRole.OPERATOR},
}


def chosen_by(roles: Collection[AccessRole]) -> Sequence[Topic]:
    """In the order of the topics; never one whose mails are critical."""
    return [topic for topic in choosable() if not _CONCERNS[topic].isdisjoint(roles)]
