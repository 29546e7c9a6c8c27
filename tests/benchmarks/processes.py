"""Processes of a pipeline, what they cost, and how much memory they hold."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from deploy.local.process import ServiceProcess
from shared.settings import Settings

_TICKS = os.sysconf("SC_CLK_TCK")


class BenchmarkProcess(ServiceProcess):
    """``python -m MODULE SERVICE ...`` with the settings of a service."""

    def __init__(
        self, name: str, settings: Settings, port: int, module: str, arguments: Sequence[str] = ()
    ) -> None:
        super().__init__(name, settings, port)
        self._module = module
        self._arguments = arguments

    def command(self) -> list[str]:
        return [sys.executable, "-m", self._module, self.name, *self._arguments]


def cpu_seconds(pid: int) -> float:
    """What a process has used so far."""
    return sum(_ticks(pid)[:2]) / _TICKS


def cpu_seconds_with_children(pid: int) -> float:
    """The same for a server that gives every connection a process, ended ones included."""
    total = sum(_ticks(pid)) + sum(sum(_ticks(child)[:2]) for child in children(pid))
    return total / _TICKS


def memory_bytes(pid: int) -> int:
    """What a process holds at present."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise ProcessLookupError(pid)


def own_memory_with_children(pid: int) -> int:
    """The same for a server that gives every connection a process."""
    return sum(own_memory(each) for each in (pid, *children(pid)))


def own_memory(pid: int) -> int:
    """What a process holds; of what it shares with others, such as libraries, its part."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    raise ProcessLookupError(pid)


def children(pid: int) -> list[int]:
    found = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [each for each in found if _parent(each) == pid]


def _ticks(pid: int) -> list[int]:
    """User and system time, its own and that of its ended children."""
    return [int(each) for each in _stat(pid)[11:15]] or [0, 0, 0, 0]


def _parent(pid: int) -> int:
    stat = _stat(pid)
    return int(stat[1]) if stat else 0


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
