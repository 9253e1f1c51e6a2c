"""`python -m benchmarks`: all of them; `python -m benchmarks documents`: those named."""

import importlib
import sys

NAMES = ("documents", "serving", "search", "writing", "retractions", "coach", "board", "links", "graph")

for name in sys.argv[1:] or NAMES:
    if name not in NAMES:
        sys.exit(f"no benchmark {name!r}; there are: {', '.join(NAMES)}")
    print(f"== {name}", flush=True)
    importlib.import_module(f"benchmarks.{name}").run()
