"""What a check says."""

from dataclasses import dataclass

from articles.enums import Severity


@dataclass(frozen=True)
class Finding:
    """Something to mend. `field` names the field of the snapshot, `block` the passage in the body, where there is one.

    `code` names the rule for the record. What is `overridable` may be published all the same, with a reason.
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
