"""The finished page that the baselines answer with."""

import functools
import os
from pathlib import Path


@functools.cache
def body() -> bytes:
    """The article page's bytes, saved by the benchmark before it starts the server."""
    return Path(os.environ["BENCHMARK_BODY"]).read_bytes()
