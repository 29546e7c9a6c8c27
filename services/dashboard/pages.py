"""What the header of every page of the dashboard offers."""

from shared.settings import Settings
from shared.web.pages import Navigation


def navigation(settings: Settings) -> Navigation:
    """The dashboard's own pages, and where to find the others; mail is kept if none is sent."""
    entries = [
        ("Überblick", "/dashboard/"),
        ("Ereignisse", "/dashboard/events"),
        ("Befragungen", "/surveys/"),
    ]
    mailbox = [] if settings.smtp_url else [("Postfach", "/notifications/mailbox")]
    return [*entries, *mailbox]
