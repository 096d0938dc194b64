"""Changes of the shipped bundle that tests share."""

from dataclasses import replace

from permits.office import Office
from workflows import Bundle, JoinPolicy, Text
from workflows.definition.bundle import ProcedureRule
from workflows.definition.expressions import compile_expression

LOCAL = Text("《某市道路条例》第九条", "Roads Regulations of a city art. 9")


def requiring(bundle: Bundle, *grounds: str) -> Bundle:
    """Have a local law require special procedures of every permit, as the bundle of a locality names them."""
    always = compile_expression("true", (), place="a local law")
    rules = tuple(ProcedureRule(ground, always, LOCAL) for ground in grounds)
    permits = {key: replace(rule, procedures=(*rule.procedures, *rules)) for key, rule in bundle.permits.items()}
    return replace(bundle, permits=permits)


def joined(office: Office, policy: JoinPolicy) -> Office:
    """Give an office bundles whose permits are joined by another policy."""
    return replace(office, bundles={key: replace(bundle, join=policy) for key, bundle in office.bundles.items()})


def with_local_law(office: Office, *grounds: str) -> Office:
    """Give an office the bundle of a locality whose law requires special procedures."""
    changed = {key: requiring(bundle, *grounds) for key, bundle in office.bundles.items()}
    return replace(office, bundles=changed)
