"""What a reader asks for: words, "quoted phrases" and -exclusions; everything else in a query is only space.

Both databases are given nothing but letters and digits from here, so that no query can be a syntax error.
"""

import re
import unicodedata
from dataclasses import dataclass

LONGEST_QUERY = 200
_MOST_TERMS = 24

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’ʼ", "'"))
_MAY_BE_ACCENTED = re.compile("[\u00c0-\u1fff\u212a\u212b]")
_MARKS = re.compile("[\u0300-\u036f]+")
_PIECE = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<plain>[^\s"]+))')
_POSSESSIVE = re.compile(r"'s\b", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+")

# Words that say nothing of the subject. PostgreSQL leaves them out of its index, SQLite does not.
_EMPTY_WORDS = frozenset(
    re.findall(
        "[a-z]+",
        "a about am an and any are as at be been but by can could did do does for from get had has have how i if in is "
        "it its me my of on or our should so than that the their them then there they this to very was we were what "
        "when where which who why will with would you your",
    )
)

# British and American spellings, as beginnings of words. A rewriting that is no word finds nothing and does no harm.
_SPELLINGS = (
    ("oestr", "estr"),
    ("oesoph", "esoph"),
    ("oedema", "edema"),
    ("haem", "hem"),
    ("anaem", "anem"),
    ("anaesth", "anesth"),
    ("caesar", "cesar"),
    ("diarrhoea", "diarrhea"),
    ("dyspnoea", "dyspnea"),
    ("apnoea", "apnea"),
    ("faec", "fec"),
    ("foet", "fet"),
    ("gynaec", "gynec"),
    ("orthopaed", "orthoped"),
    ("paed", "ped"),
    ("leukaem", "leukem"),
    ("tumour", "tumor"),
    ("fibre", "fiber"),
    ("flush", "flash"),
)


@dataclass(frozen=True)
class Term:
    """Word runs of which one must occur; each has one word, or several that follow one another."""

    runs: tuple[tuple[str, ...], ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The words as asked, without other spellings."""
        return self.runs[0]


@dataclass(frozen=True)
class Query:
    """Every wanted term must occur, no unwanted one may. `text` is what was asked, fit to be shown."""

    text: str
    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()


def fold(text: str) -> str:
    """Lower case, without accents: Ménière → meniere."""
    if not _MAY_BE_ACCENTED.search(text):  # most texts; PostgreSQL's articles_search_fold looks for the same
        return text.lower()
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", text))).lower()


def parse(text: str) -> Query:
    """Read at most LONGEST_QUERY characters; never raises."""
    text = _clean(text)
    wanted: list[Term] = []
    unwanted: list[Term] = []
    for piece in list(_PIECE.finditer(text.translate(_QUOTES)))[:_MOST_TERMS]:
        words = WORD.findall(fold(_POSSESSIVE.sub("", piece["phrase"] or piece["plain"] or "")))
        if words:
            (unwanted if piece["minus"] else wanted).append(term(tuple(words)))
    telling = [each for each in wanted if not _is_empty(each)] or wanted
    return Query(text, tuple(telling), tuple(each for each in unwanted if not _is_empty(each)))


def words_of(phrase: str) -> Term:
    """The words of a text that follow one another; a Term without words where it has none."""
    return term(tuple(WORD.findall(fold(_POSSESSIVE.sub("", phrase.translate(_QUOTES))))))


def term(words: tuple[str, ...]) -> Term:
    """The words, and the same in the other spelling if there is one."""
    other = tuple(map(_other_spelling, words))
    return Term((words,) if other == words else (words, other))


def in_one_spelling(word: str) -> str:
    """The American spelling of a word that is written in both ways; any other as it is."""
    british = next((pair for pair in _SPELLINGS if word.startswith(pair[0])), None)
    return british[1] + word.removeprefix(british[0]) if british else word


def _clean(text: str) -> str:
    """Without control characters and lone surrogates, which neither a database nor a page can take."""
    shown = "".join(" " if unicodedata.category(char) in ("Cc", "Cs") else char for char in text[:LONGEST_QUERY])
    return " ".join(unicodedata.normalize("NFC", shown).split())[:LONGEST_QUERY]


def _is_empty(each: Term) -> bool:
    return len(each.words) == 1 and each.words[0] in _EMPTY_WORDS


def _other_spelling(word: str) -> str:
    for british, american in _SPELLINGS:
        if word.startswith(british):
            return american + word.removeprefix(british)
        if word.startswith(american):
            return british + word.removeprefix(american)
    return word
