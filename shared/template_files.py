"""Templates as they lie on disk when a process begins."""

from collections.abc import Callable
from pathlib import Path

from jinja2 import BaseLoader, Environment, TemplateNotFound


class TemplateFiles(BaseLoader):
    """All are read at once, so that none is younger than the code that fills it.

    Jinja's own loader reads each when it is first needed: where an upgrade puts files in place
    below a process that goes on, pages nobody had asked for yet fail.
    """

    def __init__(self, *folders: Path) -> None:
        """What lies in an earlier folder hides what is called the same in a later one."""
        self._sources = {
            file.relative_to(folder).as_posix(): (file.read_text(encoding="utf-8"), str(file))
            for folder in reversed(folders)
            for file in sorted(folder.rglob("*"))
            if file.is_file()
        }

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        try:
            text, file = self._sources[template]
        except KeyError:
            raise TemplateNotFound(template) from None
        return text, file, None

    def list_templates(self) -> list[str]:
        return sorted(self._sources)
