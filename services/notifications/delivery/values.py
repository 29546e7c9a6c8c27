"""What stands in the way of all mails."""

from enum import StrEnum


class PauseCause(StrEnum):
    """Why no mail goes out at all; none of it is a recipient's fault."""

    UNREACHABLE = "unreachable"
    TLS = "tls"
    CREDENTIALS = "credentials"
    UNWILLING = "unwilling"
    SENDER = "sender"
    REFUSED = "refused"
    INTERRUPTED = "interrupted"
