"""Topics out of what offices have written, and what crawlers are told."""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

MOST_TOPICS = 60


def topics_of(written: Iterable[str]) -> Sequence[str]:
    """Each topic once, as it was written first, in the order of the alphabet."""
    found: dict[str, str] = {}
    for text in written:
        for topic in text.replace("\n", ",").split(","):
            if name := topic.strip():
                found.setdefault(name.casefold(), name)
    return [found[key] for key in sorted(found)][:MOST_TOPICS]


def robots(sitemap: str) -> str:
    """Only what is public may be looked at; whether it may be kept, each page says itself."""
    lines = ["User-agent: *", "Allow: /directory/oeffentlich", "Allow: /static/", "Disallow: /"]
    return "\n".join([*lines, *([f"Sitemap: {sitemap}"] if sitemap else []), ""])


def sitemap(root: str, municipalities: Iterable[str], schools: Iterable[tuple[str, str]]) -> str:
    """Addresses below ``root`` (https://www.sitemaps.org/protocol.html)."""
    parts = ("", "/schulen", "/angebote")
    pages = [f"{each}{part}" for each in municipalities for part in parts]
    pages += [f"{municipality}/schulen/{number}" for municipality, number in schools]
    addresses = "".join(f"<url><loc>{escape(f'{root}/{each}')}</loc></url>" for each in pages)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{addresses}</urlset>\n'
    )
