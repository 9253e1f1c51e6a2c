"""What a check says."""

import hashlib
from dataclasses import dataclass

from articles.checks.reading import Passage, Sentence
from articles.checks.rules import RULES, Rule
from articles.enums import Severity


@dataclass(frozen=True)
class Finding:
    """Something to mend. `field` names the field of the snapshot, `block` the passage in the body, where there is one.

    `code` names the check (articles.checks.rules says why it is made). What is `overridable` may be published all the
    same, with a reason. `words` is the sentence it points at, from `start` to `end` of the block's words; `fix` an act
    of the editor that may mend it; what is `dismissible` can be set aside for good, with a reason.
    """

    field: str
    message: str
    severity: str = Severity.BLOCK
    code: str = ""
    block: str = ""
    overridable: bool = False
    words: str = ""
    start: int = 0
    end: int = 0
    fix: str = ""
    dismissible: bool = False

    @property
    def blocks(self) -> bool:
        return self.severity == Severity.BLOCK

    @property
    def rule(self) -> Rule:
        return RULES[self.code]

    @property
    def key(self) -> str:
        """16 characters that stay the same as long as the words do: what is changed is looked at anew."""
        said = f"{self.code}\n{' '.join(self.words.split()).casefold()}"
        return hashlib.sha256(said.encode()).hexdigest()[:16]


def hint(field: str, message: str, code: str, block: str = "") -> Finding:
    """Something worth a look, which blocks nothing."""
    return Finding(field, message, Severity.WARN, code, block)


def at(where: Sentence | Passage, message: str, code: str, *, blocks: bool = False, fix: str = "") -> Finding:
    """A finding that points at a sentence, or at the whole of a passage. It may be set aside unless it `blocks`."""
    passage = where.passage if isinstance(where, Sentence) else where
    end = where.end if isinstance(where, Sentence) else where.start + len(where.text)
    return Finding(
        passage.field,
        message,
        Severity.BLOCK if blocks else Severity.WARN,
        code,
        passage.block_id,
        overridable=blocks,
        words=where.text,
        start=where.start,
        end=end,
        fix=fix,
        dismissible=not blocks,
    )


def short(words: str, longest: int = 60) -> str:
    """The words on one line, cut to so many characters."""
    words = " ".join(words.split())
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"
