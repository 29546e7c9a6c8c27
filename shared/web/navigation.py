"""The way from each service's pages to the others': one installation, one navigation."""

from shared.web.pages import Navigation


def operators_navigation(*, mailbox: bool) -> Navigation:
    """The pages of those who run the installation; a mailbox is there where no mail is sent."""
    entries = [
        ("Überblick", "/dashboard/"),
        ("Organisationen", "/directory/organisationen"),
        ("Ereignisse", "/dashboard/ereignisse"),
        ("Angehalten", "/dashboard/angehalten"),
        ("Versand", "/notifications/versand"),
        ("Befragungen", "/surveys/"),
    ]
    return [*entries, ("Postfach", "/notifications/postfach")] if mailbox else entries
