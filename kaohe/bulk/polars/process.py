"""What this process is told before Polars is loaded: pools of memory are few, and a column of intervals is a column like others.

An allocator keeps a pool for each thread, and what was left in one is nothing to another: with few pools that keep what is left in them a while, less is
held in all, and less fresh memory is asked for, which the system hands out cleared, page by page.
"""

from __future__ import annotations

import ctypes
import os
from functools import cache
from typing import Final

#: What Polars and its allocator read when they are loaded.
_POLARS: Final = {
    "_RJEM_MALLOC_CONF": "narenas:1,dirty_decay_ms:1000",  # one pool, and what has lain unused for a second is given back
    "POLARS_IMPORT_INTERVAL_AS_STRUCT": "1",  # it would give up on the whole file, and print pages of its own about it
}
#: The same for glibc's, where NumPy's arrays lie: M_ARENA_MAX, M_TRIM_THRESHOLD (how much may lie unused) and M_MMAP_THRESHOLD (what is too large for a pool).
_GLIBC: Final = {-8: 2, -1: 512 << 20, -3: 32 << 20}


@cache
def prepared() -> None:
    """From now on it is so. Best before Polars is loaded; where the system's library is another one than glibc, its pools stay as they are."""
    for name, value in _POLARS.items():
        os.environ.setdefault(name, value)
    if mallopt := getattr(ctypes.CDLL(None), "mallopt", None):
        for option, most in _GLIBC.items():
            mallopt(option, most)
