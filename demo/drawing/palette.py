"""The colours of the pictures: the site's paper, ink and sea green, and a few quiet companions."""

PAPER = "#fbfaf6"
INK = "#1c2321"

SEA = "#1f5f57"
SEA_DEEP = "#143f3b"
SEA_MID = "#5b958b"
SEA_LIGHT = "#a8c8bf"
SEA_PALE = "#dce8e2"

SAND_DEEP = "#c7a874"
SAND = "#dfcba5"
SAND_LIGHT = "#ece0c8"
SAND_PALE = "#f4ecdc"

CLAY_DEEP = "#97503a"
CLAY = "#c27457"
CLAY_LIGHT = "#dfa98e"
CLAY_PALE = "#f2ded0"

MOSS_DEEP = "#4d5930"
MOSS = "#7b894f"
MOSS_LIGHT = "#b4bc8d"
MOSS_PALE = "#e5e8d4"

SLATE_DEEP = "#2b3b47"
SLATE = "#4d6577"
SLATE_LIGHT = "#93a7b4"
SLATE_PALE = "#dae2e6"

NIGHT = "#1d2e38"
HONEY = "#e0b25c"

# Skins and hairs, each a body tone and its shade.
SKIN_LIGHT, SKIN_LIGHT_SHADE = "#e6bc9e", "#cf9a79"
SKIN_TAN, SKIN_TAN_SHADE = "#c98f68", "#a9704d"
SKIN_BROWN, SKIN_BROWN_SHADE = "#9a6243", "#784830"
SKIN_DEEP, SKIN_DEEP_SHADE = "#6d4432", "#523124"
