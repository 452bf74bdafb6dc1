"""How an entry is bound to its particulars. Plain Python, so that anyone can redo it."""

import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime


def commitment(
    *, number: int, deed: str, happened_at: datetime, key: str, particulars: Mapping[str, object]
) -> str:
    """HMAC-SHA-256 in hexadecimal, under the entry's own 32 random bytes (hexadecimal `key`).

    The text is JSON with sorted keys, no spaces, UTF-8. Once the key is erased nothing can be guessed
    from it; while the key is there, anyone allowed to read the particulars can check them.
    """
    text = json.dumps(
        {
            "deed": deed,
            "happened_at": happened_at.astimezone(UTC).isoformat(),
            "number": number,
            **particulars,
        },
        sort_keys=True, separators=(",", ":"), ensure_ascii=False,
    )  # fmt: skip
    return hmac.digest(bytes.fromhex(key), text.encode(), "sha256").hex()
