"""Looking into a JPEG file without decoding it."""

import re

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
# Markers without a length field: TEM, RST0-7, SOI.
_BARE = {0x01, *range(0xD0, 0xD8), _START}
# In compressed data FF 00 is a byte and FF D0-D7 a restart; anything else after FF begins the next segment.
_NEXT_MARKER = re.compile(rb"\xff+([^\x00\xff])", re.DOTALL)
_NEXT_SEGMENT = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)


def scan_count(data: bytes, *, limit: int) -> int:
    """How many passes over the picture the file asks of a decoder, counted up to `limit` + 1.

    A progressive file usually has about ten. Each costs a walk over all pixels, and ninety bytes are enough for one.
    What follows the picture's end (a film, a second picture) is not counted.
    """
    count, position = 0, 0
    while count <= limit and (found := _NEXT_MARKER.search(data, position)):
        marker, position = found[1][0], found.end()
        if marker == _END:
            break
        if marker in _BARE:
            continue
        position += int.from_bytes(data[position : position + 2])
        if marker == _SCAN:
            count += 1
            following = _NEXT_SEGMENT.search(data, position)
            position = following.start() if following else len(data)
    return count
