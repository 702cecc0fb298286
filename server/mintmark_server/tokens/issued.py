"""A token that was issued, with how it came about.

Owns: `IssuedToken`. Never: issuing (issue).
"""

from __future__ import annotations

from mintmark_server.claims.kinds import WarningReason
from mintmark_server.frozen import value
from mintmark_server.tokens.assessment import Assessment


@value
class IssuedToken:
    """A signed token and how it came about; `key` is its key's resource name."""

    token: str
    key: str
    assessment: Assessment

    @property
    def jti(self) -> str:
        """Its `jti`; "" where it has none."""
        return self.assessment.jti if "jti" in self.assessment.evaluation.stamps else ""

    @property
    def key_id(self) -> str:
        """The id of its key."""
        return self.key.rpartition("/")[2]

    @property
    def overrides(self) -> tuple[str, ...]:
        """The registered claims that a layer overrode."""
        warnings = self.assessment.warnings
        return tuple([one.path for one in warnings if one.reason is WarningReason.STANDARD_CLAIM_OVERRIDDEN]) if warnings else ()
