"""A second server on the site of the browser tests, which may be killed and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field

from tests.browser.server import ROOT, Server


@dataclass
class Killable:
    site: Server
    port: int = 0
    process: subprocess.Popen | None = field(default=None)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.port = self.port or _free_port()
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(self.port), "--workers", "1"]
        self.process = subprocess.Popen(
            [*command, "--blocking-threads", "4", "--no-ws", "--log-level", "error", "healthusias.wsgi:application"],
            cwd=ROOT,
            env=self.site.environment,
            start_new_session=True,
        )
        deadline = time.monotonic() + 30
        while not self._answers():
            assert time.monotonic() < deadline, "the second server did not start"
            time.sleep(0.1)

    def kill(self) -> None:
        """SIGKILL, to the server and its workers."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=10)
            self.process = None

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=2) as response:
                return response.status == 200
        except OSError:
            return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
