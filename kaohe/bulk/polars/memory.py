"""Memory for arrays that come and go. An allocator keeps a pool for each thread, and what was left in one is nothing to another: with few pools that keep
what is left in them a while, less is held in all, and less fresh memory is asked for, which the system hands out cleared, page by page.
"""

from __future__ import annotations

import ctypes
import os
from functools import cache
from typing import Final

#: What Polars' own allocator reads when Polars is loaded: one pool, and what has lain unused for a second is given back.
_POLARS: Final = ("_RJEM_MALLOC_CONF", "narenas:1,dirty_decay_ms:1000")
#: The same for glibc's, where NumPy's arrays lie: M_ARENA_MAX, M_TRIM_THRESHOLD (how much may lie unused) and M_MMAP_THRESHOLD (what is too large for a pool).
_GLIBC: Final = {-8: 2, -1: 512 << 20, -3: 32 << 20}


@cache
def shared() -> None:
    """From now on this process has few pools. Best before Polars is loaded; where the system's library is another one than glibc, nothing changes there."""
    os.environ.setdefault(*_POLARS)
    if mallopt := getattr(ctypes.CDLL(None), "mallopt", None):
        for name, value in _GLIBC.items():
            mallopt(name, value)
