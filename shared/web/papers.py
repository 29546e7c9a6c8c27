"""What there is to read, wherever it lies: one for each line of a form's field."""

import re
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from shared.web.kit.reasons import reasons
from shared.web.text import refused

reasons(
    {
        "names no paper with its address": "Bitte schreiben Sie in jede Zeile eine Bezeichnung und"
        " dahinter eine Adresse, die mit https:// beginnt.",
        "names no paper with a way to it": "Bitte schreiben Sie in jede Zeile eine Bezeichnung und"
        " dahinter eine Adresse, die mit https:// beginnt, oder eine Seite von hier, die mit /"
        " beginnt.",
        "names too many papers": "Mehr als zehn Unterlagen sind nicht möglich.",
    }
)
MOST_PAPERS = 10
_BETWEEN, _NEVER = " \t:|–-", frozenset(" \t<>\"'\\")
"""Before an address; in none."""
_ADDRESS = re.compile(
    r"//|@|\bwww\.|[^\W_]\.(?:com|de|eu|example|info|koeln|net|nrw|online|org|ruhr|schule)\b",
    re.IGNORECASE,
)
"""What a label is read as, though it leads nowhere; a file's name is none."""
_INSIDE = re.compile(r"(.*\S)\s+(/[a-z][^\s<>\"'\\]*)")


@dataclass(frozen=True)
class Paper:
    """Something to read, wherever it lies."""

    label: str
    address: str

    @property
    def host(self) -> str:
        """Where the address leads; empty for a page of ours."""
        return urlsplit(self.address).hostname or ""


def papers_of(text: str) -> tuple[Paper, ...]:
    """One for each line; a label ends where the address begins."""
    return tuple(map(_paper, filter(None, map(str.strip, text.split("\n")))))


def sound_papers(text: str, *, inside: bool = False) -> str:
    """The text of a form without empty lines; raises for a line that leads nowhere.

    Pages of ours are only taken where they may be ``inside``.
    """
    papers = papers_of(text)
    if len(papers) > MOST_PAPERS:
        raise refused("names too many papers")
    if not all(_leads_there(each) or (inside and _leads_inside(each)) for each in papers):
        raise refused(f"names no paper with {'a way to it' if inside else 'its address'}")
    return "\n".join(f"{each.label} {each.address}" for each in papers)


sound_ways = partial(sound_papers, inside=True)


def _paper(line: str) -> Paper:
    if "https://" not in line and (found := _INSIDE.fullmatch(line)):
        return Paper(found[1].rstrip(_BETWEEN), found[2])
    label, scheme, rest = line.rpartition("https://")
    return Paper(label.rstrip(_BETWEEN), scheme + rest)


def _leads_inside(paper: Paper) -> bool:
    """Whether it is a page of this installation."""
    return bool(paper.label and _INSIDE.fullmatch(f"{paper.label} {paper.address}"))


def _leads_there(paper: Paper) -> bool:
    """Whether there is a host, and neither label nor user hides where the address leads."""
    try:
        parts = urlsplit(paper.address)
    except ValueError:
        return False
    if not paper.label or _ADDRESS.search(paper.label) or set(paper.address) & _NEVER:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
