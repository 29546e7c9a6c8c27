"""What holds for the public directory of a municipality."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Published:
    """``indexed`` means that search engines may take it in."""

    offered: bool = True
    indexed: bool = False
