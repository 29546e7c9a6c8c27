"""From a token to the first hire, with Python's standard library alone (3.9 or newer).

BASE=https://... CLIENT_ID=... CLIENT_SECRET=... python ten_minutes.py
"""

import json
import os
import time
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

BASE = os.environ.get("BASE", "http://127.0.0.1:8080")
API = f"{BASE}/directory/api/v1"
TRIES = 5


def token() -> str:
    """Valid for 15 minutes; fetch the next one when it ends."""
    form = {
        "grant_type": "client_credentials",
        "client_id": os.environ.get("CLIENT_ID", "sample-carrier"),
        "client_secret": os.environ.get("CLIENT_SECRET", "sample-carrier-secret"),
    }
    with urlopen(f"{BASE}/directory/oauth/token", urlencode(form).encode()) as answer:
        return str(json.load(answer)["access_token"])


def call(
    access: str, path: str, body: Any = None, key: str = "", kind: str = "application/json"
) -> Any:
    """The answer, or the problem document. What failed on the way is sent again, with its key."""
    headers = {"Authorization": f"Bearer {access}"}
    content = None
    if body is not None:
        content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        headers |= {"Content-Type": kind, "Idempotency-Key": key}
    for attempt in range(TRIES):
        try:
            with urlopen(Request(f"{API}{path}", content, headers)) as answer:
                return json.load(answer)
        except HTTPError as error:
            if error.code not in (429, 503):
                return json.load(error)
            time.sleep(min(int(error.headers.get("Retry-After", "1")), 30))
        except URLError:
            time.sleep(2**attempt)
    raise SystemExit("the server cannot be reached")


def main() -> None:
    """The story of the guide, step by step."""
    access = token()
    number = os.environ.get("NUMBER", f"P-{int(time.time())}")  # your own number of the person
    start = time.strftime("%Y-%m-%d", time.localtime(time.time() + 90 * 24 * 3600))
    [school] = call(access, "/schools?limit=1")["items"]

    hire = {
        "external_id": number,
        "person": {
            "given_name": "Ada",
            "family_name": "Beispiel",
            "email": f"{number}@example.org",
        },
        "start_date": start,
        "placements": [{"school_number": school["school_number"], "weekly_hours": 19.5}],
        "funding": "land",
    }
    first = call(access, "/hires", hire, f"hire-{number}")
    print("hired:", first["employment_id"])
    print("repeated: same answer:", call(access, "/hires", hire, f"hire-{number}") == first)

    wrong = call(access, "/hires", {**hire, "funding": "nobody"}, f"wrong-{number}")
    print("refused:", wrong["status"], [error["field"] for error in wrong["errors"]])

    file = f"Personalnummer;Letzter Tag;Grund\n{number};{start};moved\nunknown;{start};other\n"
    many = call(access, "/departures/bulk", file, f"bulk-{number}", "text/csv")
    print("bulk:", [row["outcome"] for row in many["rows"]])


if __name__ == "__main__":
    main()
