"""`python -m kaohe.cli`: the way in."""

import signal
import sys

from kaohe.cli.frame import main

if __name__ == "__main__":
    # Whoever is asked to end ends as after Ctrl+C: half-written files are taken away.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # `nohup` asks it not to
        signal.signal(signal.SIGHUP, signal.default_int_handler)
    sys.exit(main())
