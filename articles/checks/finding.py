"""What a check says."""

from dataclasses import dataclass

from articles.enums import Severity


@dataclass(frozen=True)
class Finding:
    """Something to mend. `field` names the field of the snapshot, `block` the passage in the body, where there is one.

    `code` names the check for the record. What is `overridable` may be published all the same, with a reason.
    """

    field: str
    message: str
    severity: str = Severity.BLOCK
    code: str = ""
    block: str = ""
    overridable: bool = False

    @property
    def blocks(self) -> bool:
        return self.severity == Severity.BLOCK


def hint(field: str, message: str, code: str, block: str = "") -> Finding:
    """Something worth a look, which blocks nothing."""
    return Finding(field, message, Severity.WARN, code, block)


def short(words: str, longest: int = 60) -> str:
    """The words on one line, cut to so many characters."""
    words = " ".join(words.split())
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"
