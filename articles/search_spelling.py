"""What a reader meant by words that no article has: a word half written, or a typing error."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from articles.search_queries import WORD, Query, Term, fold, term

SHORTEST = 3  # letters, of a word that is completed or corrected, and of the words it can become
LONGEST = 40
MOST_EDITS = 2
_MOST_COMPLETIONS = 20


def words_worth_a_look(query: Query) -> list[str]:
    """The words of a query that are worth looking up: neither too short, too long, nor numbers."""
    words = (word for each in query.wanted for word in each.words)
    return [word for word in dict.fromkeys(words) if SHORTEST <= len(word) <= LONGEST and not word.isdigit()]


def repair(query: Query, vocabulary: Mapping[str, int]) -> tuple[Query, bool]:
    """The query with each unknown word replaced, and whether a word was corrected (and not only completed).

    `vocabulary` holds words of the index near the query's, each with the number of articles that have it.
    Only the last word counts as half written.
    """
    asked = [word for word in words_worth_a_look(query) if word not in vocabulary]
    last = query.wanted[-1]
    completions = _completions(last, vocabulary) if last.words[-1] in asked else []
    if completions:
        asked.remove(last.words[-1])
    found = {word: _nearest(word, vocabulary) for word in asked}
    corrections = {word: near for word, near in found.items() if near}
    wanted = [_corrected(each, corrections) for each in query.wanted]
    if completions:
        wanted[-1] = Term(tuple(run for word in completions for run in term((word,)).runs))
    return replace(query, text=_rewritten(query.text, corrections), wanted=tuple(wanted)), bool(corrections)


def edits(one: str, other: str, most: int = MOST_EDITS) -> int:
    """Letters to insert, delete, replace or swap with the next; `most` + 1 stands for any greater number."""
    # Cheap and true for nearly every pair of words: one edit adds or takes one letter at most.
    strange = max(len(set(one).difference(other)), len(set(other).difference(one)))
    if abs(len(one) - len(other)) > most or strange > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most and min(before) > most:
            return most + 1
    return min(row[-1], most + 1)


def _completions(last: Term, vocabulary: Mapping[str, int]) -> list[str]:
    """The commonest words that begin like a last word which stands alone."""
    if len(last.words) > 1:
        return []
    begun = [word for word in vocabulary if word.startswith(last.words)]
    return _commonest_first(begun, vocabulary)[:_MOST_COMPLETIONS]


def _commonest_first(words: Iterable[str], vocabulary: Mapping[str, int]) -> list[str]:
    return sorted(words, key=lambda word: (-vocabulary[word], word))


def _nearest(word: str, vocabulary: Mapping[str, int]) -> str:
    """The fewest edits away, then with the same first letter, then the commonest; "" if nothing is near."""
    most = 0 if len(word) <= SHORTEST else 1 if len(word) < 7 else MOST_EDITS
    found = []
    for candidate, count in vocabulary.items():
        if abs(len(candidate) - len(word)) <= most and (distance := edits(word, candidate, most)) <= most:
            found.append((distance, candidate[0] != word[0], -count, candidate))
    return min(found)[-1] if found else ""


def _corrected(each: Term, corrections: Mapping[str, str]) -> Term:
    if corrections.keys().isdisjoint(each.words):
        return each
    return term(tuple(corrections.get(word, word) for word in each.words))


def _rewritten(text: str, corrections: Mapping[str, str]) -> str:
    return WORD.sub(lambda match: corrections.get(fold(match[0]), match[0]), text)
