"""What lies in the SQLite files of an embedded installation, read from outside."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from deploy.services import NAMES, load
from deploy.story import HIRE

BUS = "bus"
HIRED = f"external_id = '{HIRE['external_id']}'"
"""By the story; the sample's workforce was there before, and so was its year of gatherings."""
OF_THE_STORY = "kind IN ('welcome', 'tasks', 'invitation')"
LETTERS = f"deliveries JOIN messages ON messages.id = deliveries.message_id AND {OF_THE_STORY}"
_INVITED = "kind <> 'invitation' OR recipient LIKE 'Mara Lindenschmidt <%'"
MAILS = f"kept_mails WHERE {OF_THE_STORY} AND ({_INVITED})"
"""The sample's other workers are invited, too."""
LINKS = f"SELECT each.value FROM (SELECT links FROM {MAILS}), json_each(links) AS each"
STORY = "SELECT correlation_id FROM seen WHERE type = 'directory.worker-hired.v1'"
SEEN = f"seen WHERE correlation_id IN ({STORY})"
PLANNED = "pulses WHERE state = 'planned'"
"""The sample was asked in the last school year."""
PROGRESS = {
    "workers": ("directory", f"employments WHERE {HIRED}"),
    "onboardings": ("trainings", "onboardings"),
    "tasks": ("trainings", "tasks"),
    "pulses": ("surveys", PLANNED),
    "letters queued": ("notifications", f"messages WHERE {OF_THE_STORY}"),
    "letters sent": ("notifications", f"{LETTERS} WHERE state = 'sent'"),
    "mails": ("notifications", MAILS),
    "events": ("dashboard", SEEN),
}
"""File and rows of what the story brings about."""
NOTHING_YET = ("no such table", "unable to open", "database is locked")


class Files:
    """Reads while the installation runs, and after it was killed."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def rows(self, file: str, query: str) -> list[tuple[Any, ...]]:
        """Nothing where the file or the table is not there yet."""
        path = self.data / f"{file}.db"
        try:
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
                return connection.execute(query).fetchall()
        except sqlite3.OperationalError as error:
            if str(error).startswith(NOTHING_YET):
                return []
            raise

    def count(self, file: str, table: str) -> int:
        return len(self.rows(file, f"SELECT 1 FROM {table}"))

    def progress(self) -> dict[str, int]:
        """How far the story has come."""
        return {what: self.one(what) for what in PROGRESS}

    def one(self, what: str) -> int:
        """How many there are of it; whoever looks closely looks for nothing else."""
        return self.count(*PROGRESS[what])

    def quiet(self) -> bool:
        """Whether nothing waits in any outbox or on the bus."""
        if any(self.count(name, "outbox") for name in NAMES):
            return False
        ends = dict(self.rows(BUS, "SELECT topic, max(position) FROM log GROUP BY topic"))
        saved = {
            (consumer, topic): position
            for consumer, topic, position in self.rows(
                BUS, "SELECT consumer, topic, position FROM positions"
            )
        }
        return all(
            saved.get((name, topic), 0) >= ends.get(topic, 0)
            for name in NAMES
            for topic in load(name).handlers.topics()
        )

    def broken(self) -> dict[str, list[tuple[Any, ...]]]:
        """Files that SQLite itself finds a fault in."""
        checks = {name: self.rows(name, "PRAGMA integrity_check") for name in (*NAMES, BUS)}
        return {name: found for name, found in checks.items() if found != [("ok",)]}
