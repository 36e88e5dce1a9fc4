"""The table of kinds: the word in `kind:` → the class. A new kind is one file and one line here."""

from __future__ import annotations

from typing import Final

from kaohe.engine.kinds.base import Kind
from kaohe.engine.kinds.bonus import Bonus
from kaohe.engine.kinds.deduct import Deduct
from kaohe.engine.kinds.flag import Flag
from kaohe.engine.kinds.graded import Graded
from kaohe.engine.kinds.judged import Judged
from kaohe.engine.kinds.quota import Quota
from kaohe.engine.kinds.void import Void

KINDS: Final[dict[str, type[Kind]]] = {kind.name: kind for kind in (Graded, Deduct, Void, Quota, Bonus, Judged, Flag)}
