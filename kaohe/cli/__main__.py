"""`python -m kaohe.cli`: the way in."""

import sys

from kaohe.cli.frame import main

if __name__ == "__main__":
    sys.exit(main())
