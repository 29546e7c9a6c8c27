"""``python -m tests.contracts.freeze``: write down the contracts as they are now.

A schema that changed incompatibly is refused; a recorded body is never written again.
"""

import json
import sys
from typing import Any

from shared.contracts.catalogue import bodies
from tests.contracts.frozen import BODIES, SCHEMAS, frozen_schemas, objections, schema_of
from tests.contracts.samples import sample


def main() -> int:
    """Write what is new or extended; answer how many types were refused."""
    frozen = frozen_schemas()
    refused = 0
    for folder in (SCHEMAS, BODIES):
        folder.mkdir(exist_ok=True)
    for name, body in sorted(bodies().items()):
        schema = schema_of(body)
        reasons = objections(frozen[name], schema) if name in frozen else []
        if reasons:
            refused += 1
            print(f"{name}: refused, declare the next version beside it: {'; '.join(reasons)}")
            continue
        if frozen.get(name) != schema:
            print(f"{name}: {'extended' if name in frozen else 'frozen'}")
            (SCHEMAS / f"{name}.json").write_text(as_text(schema))
        record = BODIES / f"{name}.json"
        if not record.exists():
            record.write_text(as_text(sample(body).model_dump(mode="json")))
    return refused


def as_text(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(min(1, main()))
