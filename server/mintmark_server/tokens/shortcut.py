"""What two sets of layers make of a subject, told from one look at it.

Owns: `Shortcut`: whether there is one for two sides of a plan, and gathering for both sides at once. Never: what each side says where there
is none (plan), comparing programs (claims.difference).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from mintmark_server.call import Call
from mintmark_server.claims.difference import Difference, Members, can_compare
from mintmark_server.claims.kinds import Layer
from mintmark_server.claims.layers import NO_CLAIMS
from mintmark_server.errors import MintmarkError
from mintmark_server.model.directory import AccessKey, BudgetMode, User
from mintmark_server.tokens.facts import Begun
from mintmark_server.tokens.layering import TENANT_NAMES, Layering
from mintmark_server.tokens.loading import Loader
from mintmark_server.tokens.roots import build_user_root

_USER_ALONE: Final = frozenset({"user"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """How to tell what differs. `layering` has both sides' layers, so that what either reads is gathered.

    `moved` are the claims that another layer decides now. `is_user_enough`: nothing but the user's own record is read or checked.
    """

    loader: Loader
    begun: Begun
    layering: Layering
    difference: Difference
    moved: tuple[str, ...]
    is_user_enough: bool

    def look(self, user: User | None, key: AccessKey | None, call: Call) -> Members | None:
        """Return where the payloads differ; None where only an evaluation for each side can tell."""
        if key is None and user is not None and self.is_user_enough:
            root = build_user_root(user, self.begun.configuration.permissions)
            return self.difference.resolve({"user": root}, {})
        if key is not None and key.layer != NO_CLAIMS:
            return None
        views = [self.loader.view(record, self.begun) if record is not None else None for record in (user, key)]
        try:
            facts = self.loader.gather(self.begun, self.layering, user=views[0], key=views[1], call=call)
        except MintmarkError:
            return None  # It may be the trouble of one side alone.
        return self.difference.resolve(facts.roots, facts.gathered.views)


def find_shortcut(loader: Loader, begun: Begun, before: Layering, now: Layering) -> Shortcut | None:
    """Return the shortcut for two sides; None where settings differ, or tokens are refused for what only a whole evaluation knows."""
    if any(budget.mode is BudgetMode.ENFORCE for budget in begun.configuration.project.budgets):
        return None
    old, new = (side.program(begun.request.kind, begun.configuration, begun.application, frozenset()) for side in (before, now))
    if before.settings != now.settings or not can_compare(old, new):
        return None
    layering = replace(now, templates=(*before.templates, *now.templates))
    reads_user = layering.roots <= _USER_ALONE and TENANT_NAMES not in layering.reads
    return Shortcut(
        loader=loader,
        begun=begun,
        layering=layering,
        difference=Difference(old, new),
        moved=tuple(find_moved(old.steps.deciding, new.steps.deciding)),
        is_user_enough=reads_user and not layering.settings.enforce_issuer,
    )


def find_moved(old: Mapping[str, Layer], new: Mapping[str, Layer]) -> list[str]:
    """Return the claims that another layer decides now."""
    return [] if old == new else [name for name, layer in new.items() if name in old and old[name] is not layer]
