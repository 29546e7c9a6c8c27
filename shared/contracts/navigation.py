"""The way from each service's pages to the others'."""


def operators_navigation(*, mailbox: bool) -> list[tuple[str, str]]:
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
