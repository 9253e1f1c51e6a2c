import pytest

from articles.lexicon import drugs


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Take Ibuprofen or paracetamol.", ["ibuprofen", "paracetamol"]),
        ("HRT, SSRIs and an NSAID", ["hrt", "ssris", "nsaid"]),
        ("atorvastatin, metoprolol, omeprazole, apixaban", ["atorvastatin", "metoprolol", "omeprazole", "apixaban"]),
        ("In April a Spartan person keeps a memoir by the reservoir.", []),
        ("", []),
    ],
)
def test_medicines_are_known_by_name_and_by_their_endings(text, found):
    assert drugs(text) == found
