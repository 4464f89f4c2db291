"""May principal P do action A on object O for purpose W at time T, and why: one pure function (§12)."""

from __future__ import annotations

from maslahat.exchange.policy.expressions import Test, in_memory
from maslahat.exchange.policy.model import ACTIONS, Ask, Decision, Finding, ObjectFacts, Principal
from maslahat.exchange.policy.rules import RULES, Rule

Compiled = tuple[tuple[Rule, Test], ...]


def compiled(rules: tuple[Rule, ...]) -> Compiled:
    """Return the rules with their tests ready to run."""
    return tuple((rule, in_memory(rule.test)) for rule in rules)


_SHIPPED = compiled(RULES)


def decide(who: Principal, ask: Ask, thing: ObjectFacts) -> Decision:
    """Return the decision with a finding for every rule, failed or not; an unknown action is refused."""
    if ask.action not in ACTIONS:
        unknown = Finding("action", False, f"{ask.action!r} is not one of {', '.join(ACTIONS)}")
        return Decision(False, (unknown,))
    scope = (thing, who, ask, None)
    findings = tuple(Finding(rule.name, test(scope), rule.asks) for rule, test in _SHIPPED)
    missing = dict.fromkeys(
        rule.granted_by for (rule, _), found in zip(_SHIPPED, findings, strict=True) if not found.holds
    )
    return Decision(all(found.holds for found in findings), findings, tuple(missing))


def allowed(who: Principal, ask: Ask, thing: ObjectFacts, rules: Compiled = _SHIPPED) -> bool:
    """Return the bare answer, for where nobody will read the reasons. `rules` is for tests of other rule
    sets."""
    scope = (thing, who, ask, None)
    return ask.action in ACTIONS and all(test(scope) for _, test in rules)
