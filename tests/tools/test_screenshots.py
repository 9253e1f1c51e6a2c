import subprocess
import sys

from tools.environment import ROOT


def test_the_pages_of_a_site_are_asked_for_without_a_site_of_its_own():
    said = subprocess.run(
        [sys.executable, "-m", "tools.screenshots", "http://127.0.0.1:9"], cwd=ROOT, capture_output=True, text=True
    )
    assert said.returncode == 1
    assert "No site answers at http://127.0.0.1:9; start one with make run." in said.stdout + said.stderr
