"""What a city puts into its own site."""

from html import escape


def element(root: str, municipality: str, about: tuple[str, str]) -> str:
    """Where the list is written into; until then it is a link.

    ``root`` is where the public directory begins; ``about`` the number and name of a school, or no
    number and the name of the municipality.
    """
    number, name = about
    school = f' data-schule="{escape(number)}"' if number else ""
    address = f"{root}/{municipality}" + (f"/schulen/{number}" if number else "")
    link = f'<a href="{escape(address)}">Schulsozialarbeit: {escape(name)}</a>'
    return f'<div data-knotenpunkt="{municipality}"{school}>\n  {link}\n</div>'


def snippet(root: str, municipality: str, about: tuple[str, str]) -> str:
    """The same with the script that writes."""
    script = f'<script src="{escape(root)}/liste.js" async></script>'
    return f"{element(root, municipality, about)}\n{script}"
