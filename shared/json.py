"""JSON that no type of ours describes."""

from typing import Any

Json = dict[str, Any]
"""An object whose fields depend on something else: on the kind of a letter, on a schema, on the
file they were in, which is not checked yet.
"""
