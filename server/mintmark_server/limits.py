"""Every bound of the service, in one place.

Owns: the limits on claims (per project, with hard caps), the largest size of each input, and the bounds of texts and pages.
Never: the checks themselves; those stand where the thing is parsed (DESIGN §4, §6).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits on custom claims (DESIGN §6). Characters are Unicode code points; a top-level scalar has depth 1."""

    max_key_chars: int = 60
    max_value_chars: int = 500
    max_keys: int = 100
    max_depth: int = 16
    nsec_max_key_chars: int = 60
    nsec_max_value_chars: int = 500
    nsec_max_keys: int = 20
    nsec_max_depth: int = 4


DEFAULT_LIMITS = Limits()
HARD_CAPS = Limits(
    max_key_chars=256,
    max_value_chars=16_384,
    max_keys=1_000,
    max_depth=24,
    nsec_max_key_chars=256,
    nsec_max_value_chars=16_384,
    nsec_max_keys=1_000,
    nsec_max_depth=24,
)

MIN_TTL = timedelta(seconds=10)
MAX_TTL = timedelta(days=3_650)
"""Lives of tokens and sessions."""

MAX_NUMBER = 2**53 - 1
"""Largest magnitude that every consumer reads exactly (RFC 7493 §2.2)."""

MAX_EXPRESSION_CHARS = 2_048
MAX_EXPRESSION_COST = 16_000
"""Worst-case cost units, of 0.1 µs each, of one expression: about a millisecond (ADR 20)."""
MAX_LAYER_COST = 50 * MAX_EXPRESSION_COST
"""The same of a layer's expressions together, and of all scope mappings of a project or an application together: one token evaluates
two templates, two owners' mappings, a flow or key, and session claims at most."""
MAX_LAYER_EXPRESSIONS = 2_000
"""Expressions in the values of one layer, and entries of each of the lists beside them: compiling one takes a tenth of a millisecond."""
MAX_LAYER_EXPRESSION_CHARS = 32_768
"""Characters of these expressions together: compiling one takes some microseconds, also where it is wrong, up to 40 in brackets."""
MAX_LAYER_VALUES = 20_000
"""Elements and members at every depth of a layer's source: each is looked at a few times."""
MAX_LAYER_PROBLEMS = 2_500
"""Problems of a layer that are told."""
MAX_MAPPINGS_CHARS = 256 * 1024
"""The sources of all scope mappings of a project or an application together."""

MAX_SOURCE_BYTES = 1 << 20
"""A layer's advanced-mode text."""
MAX_JSON_DEPTH = 32
"""Nesting of any JSON text that is read, before any claim limit is looked at."""

MAX_TEXT_CHARS = 16_384
MAX_LIST_ELEMENTS = 250
"""Roles, permissions and list attributes; of object attributes, values at every depth."""
MAX_MEMBERSHIPS = 1_000
MAX_USER_AGENT_CHARS = 512
MAX_ADDRESS_CHARS = 64
MAX_STAMPED_CHARS = 512
"""`acr`, `nonce` and each scope: they stand in tokens as they came."""
MAX_SCOPES = 100
MAX_CONTEXT_BYTES = 16 * 1024
"""Captured flow context in all."""
MAX_CONTEXT_ELEMENTS = 250
"""Elements of any list or object in the captured flow context."""
MAX_CAPTURED_VALUES = 500
"""Values at every depth of what is captured of it."""
MAX_ID_CHARS = 63
MAX_NAME_CHARS = 256
"""Names of tenants and of permissions."""
MAX_LABELS = 64
MAX_BUDGETS = 16
MAX_MASK_PATHS = 1_000
MAX_RECORD_PROBLEMS = 1_000
"""Problems of a record that are told."""
MAX_LABEL_CHARS = 256

DEFAULT_PAGE_SIZE = 50
MAX_PAGE_SIZE = 1_000

MAX_MESSAGE_BYTES = 4 << 20
MAX_SUBJECT_MESSAGE_BYTES = 512 * 1024
"""A request that needs nothing but a subject's own secret: its token, and what a client sends along."""
MAX_STRUCT_BYTES = 128 * 1024
"""Client claims, and each root of a flow's context, as they come: more than any of them may be, so it is looked at before they are read."""

MAX_CHANGES_PER_MESSAGE = 1_000
MAX_CHANGES_BYTES = 256 * 1024
"""Of the changes that a plan sends in one message, the last one not counted: far below what clients take."""

COOKIE_BUDGET_BYTES = 4_096
HEADER_BUDGET_BYTES = 8 * 1024

RECORD_CACHE_BYTES: Final = 64 * 1024 * 1024
"""What the records that a process keeps in memory take, unless it is set."""
