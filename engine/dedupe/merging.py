"""The rules by which rows are merged, as they are kept with a project."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from engine.dedupe.survivorship import ColumnRule, Rule

META = "survivorship"
"""Where a project keeps them; nothing there: rows stay as they are."""


def rules_text(rules: Mapping[str, ColumnRule]) -> str:
    """For the project file; "" for no rules."""
    if not rules:
        return ""
    return json.dumps(
        {
            name: {"rule": one.rule.value, "by": one.by, "order": list(one.order)}
            for name, one in rules.items()
        },
        ensure_ascii=False,
    )


def rules_of(text: str) -> dict[str, ColumnRule]:
    """What :func:`rules_text` gave; what cannot be read counts as no rules."""
    try:
        kept: dict[str, dict[str, Any]] = json.loads(text or "{}")
        return {
            name: ColumnRule(Rule(one["rule"]), one.get("by", ""), tuple(one.get("order", ())))
            for name, one in kept.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}
