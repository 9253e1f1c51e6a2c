"""The table of retractions against the library: seconds and memory for 70,000 lines and 20,000 sources, on each kind of
database.

The baseline of the same run is reading the same file with the csv module and doing nothing with it. All lines and
sources are made up; one line in 350 speaks of a source. `python -m benchmarks.retractions FILE` fills and measures the
empty database that DATABASE_URL names.
"""

import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

LINES, SOURCES = 70_000, 20_000
_HEAD = (
    "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,"
    "RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes"
)


def run() -> None:
    """Make a table, load it and watch, on a database of each kind; print a line for each step."""
    from tools.postgres import postgres

    left_out: list[str] = []
    with tempfile.TemporaryDirectory() as folder, postgres(left_out) as url:
        table = Path(folder) / "table.csv"
        table.write_text("\n".join([_HEAD, *map(_line, range(LINES))]), encoding="utf-8")
        print(f"table: {LINES:,} lines, {table.stat().st_size / 1e6:.1f} MB; library: {SOURCES:,} sources")
        for address in filter(None, (f"sqlite:///{folder}/watch.sqlite3", url)):
            environment = {**os.environ, "DATABASE_URL": address, "DATA_DIR": folder, "SECRET_KEY": "for the benchmark"}
            environment |= {"DEBUG": "false", "LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "healthusias.settings"}
            for command in (["manage.py", "migrate", "--verbosity=0"], ["-m", "benchmarks.retractions", str(table)]):
                subprocess.run([sys.executable, *command], env=environment, check=True)
    for reason in left_out:
        print(f"left out: {reason}")


def measure(table: Path) -> None:
    """In a process with Django set up."""
    from django.db import connection

    from sources import keeping, retractions
    from sources.models import Source

    sources = [Source(title=f"Work {number}", doi=f"10.5555/{number * 97}", year=2024) for number in range(SOURCES)]
    for source in sources:
        keeping.state(source)
    Source.objects.bulk_create(sources, batch_size=1_000)
    before = _memory()
    print(f"\n{connection.vendor}: memory before {before:.0f} MB")
    base = _timed("reading the file alone", lambda: sum(1 for _ in csv.reader(table.open(encoding="utf-8"))))
    for words, act in (
        ("loading it into an empty table", lambda: _load(retractions, table)),
        ("loading it again, unchanged", lambda: _load(retractions, table)),
        ("watch: 20,000 sources, the first time", lambda: len(retractions.watch().changed)),
        ("watch again, nothing changed", lambda: len(retractions.watch().changed)),
    ):
        _timed(words, act, base)
    print(f"  memory at most {_memory():.0f} MB, {_memory() - before:.0f} MB more than before")


def _load(retractions: Any, table: Path) -> str:
    with table.open("rb") as file:
        report = retractions.load(file)
    return f"{report.new:,} new, {report.changed:,} changed"


def _timed(words: str, act: Any, base: float = 0) -> float:
    start = time.perf_counter()
    found = act()
    took = time.perf_counter() - start
    ratio = f", {took / base:.1f} × the baseline" if base else ""
    print(f"  {words}: {took:.2f} s{ratio} ({found})", flush=True)
    return took


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _line(number: int) -> str:
    draw = random.Random(number)
    doi = f"10.5555/{number * 97}" if number % 350 == 0 else f"10.5555/other.{number}"
    pmid = draw.choice(["0", str(10_000_000 + number)])
    day = f"{draw.randint(1, 12)}/{draw.randint(1, 28)}/{draw.randint(1990, 2026)} 0:00"
    nature = draw.choices(["Retraction", "Correction", "Expression of concern", "Reinstatement"], [80, 10, 9, 1])[0]
    about = (
        f'"Work {number}, with a comma",(HSC) Medicine,A University,A Journal,A Press,GB,"Doe;Roe",,Research Article;'
    )
    return (
        f"{number + 1},{about},{day},10.5555/n{number},0,5/1/2019 0:00,{doi},{pmid},{nature},+Error in Data;+Fake;,No,"
    )


if __name__ == "__main__":
    import django

    django.setup()
    measure(Path(sys.argv[1]))
