"""Write pictures as PNG: `python -m demo.drawing DIR [KEY …]`; without keys all of them."""

import sys
from pathlib import Path

from demo.drawing import PICTURES, draw


def main(arguments: list[str]) -> int:
    if not arguments:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for key in arguments[1:] or PICTURES:
        draw(key).save(folder / f"{key}.png")
        sys.stdout.write(f"{folder / key}.png\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
