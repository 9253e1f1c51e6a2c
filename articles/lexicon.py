"""Words that a change of which is a medical one: medicines, by name and by the endings that their names share.

International nonproprietary names of one class end alike (WHO, "The use of stems in the selection of INN").
"""

import re

_STEMS = (
    *("olol", "pril", "sartan", "statin", "profen", "azole", "cillin", "mycin", "oxacin", "cycline", "dipine"),
    *("setron", "triptan", "gliptin", "gliflozin", "glutide", "mab", "nib", "parin", "xaban", "gatran", "coxib"),
    *("dronate", "dronic", "tidine", "prazole", "barbital", "zepam", "zolam", "caine", "estradiol", "oestradiol"),
    *("gestrel", "gesterone", "sterone", "sone", "solone", "lukast", "vir", "thiazide", "semide", "fibrate", "oxifene"),
)
_NAMES = (
    *("aspirin", "paracetamol", "acetaminophen", "naproxen", "diclofenac", "codeine", "morphine", "tramadol"),
    *("oxycodone", "fentanyl", "gabapentin", "pregabalin", "amitriptyline", "nortriptyline", "duloxetine"),
    *("venlafaxine", "sertraline", "fluoxetine", "citalopram", "escitalopram", "paroxetine", "clonidine"),
    *("oestrogen", "estrogen", "oestrogens", "estrogens", "progestogen", "progestin", "tibolone", "fezolinetant"),
    *("metformin", "insulin", "warfarin", "digoxin", "lithium", "methotrexate", "ketamine", "baclofen"),
    *("tizanidine", "cyclobenzaprine", "methocarbamol", "denosumab", "teriparatide", "raloxifene", "testosterone"),
    *("ibuprofen", "oxybutynin", "levothyroxine", "melatonin", "hrt", "mht", "nsaid", "nsaids", "ssri", "ssris"),
)
DRUG = re.compile(rf"\b(?:{'|'.join(_NAMES)}|[a-z]{{3,}}(?:{'|'.join(_STEMS)})s?)\b", re.IGNORECASE)


def drugs(text: str) -> list[str]:
    """The medicines that a text names, in small letters, as often as it does."""
    return [found.group().lower() for found in DRUG.finditer(text)]
