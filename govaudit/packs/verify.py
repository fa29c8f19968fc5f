"""What must hold between the parts of a pack: names resolve, conditions fit the vocabulary, ids are known."""

from __future__ import annotations

from govaudit.checks.base import Every, GroupCheck, Site
from govaudit.checks.condition import OWN, Condition, Loc, Report, parse, resolve_path, tests_of
from govaudit.checks.values import parameters_in
from govaudit.errors import Place
from govaudit.packs.load import Faults, Origin, Pack
from govaudit.packs.model import Rule
from govaudit.vocabulary.model import nearest


def verify(pack: Pack, faults: Faults) -> None:
    """Hold every rule of a pack against its clauses, its parameters and the vocabulary."""
    clauses = {clause.id for clause in pack.clauses}
    roles = pack.vocabulary.tables["units"].fields["role"].values
    place = Place(str(pack.folder / "pack.yaml"))
    if pack.info.role and pack.info.role not in roles:
        faults.add(place, f"没有角色 {pack.info.role}{nearest(pack.info.role, roles)};可用:{'、'.join(roles)}")
    for spec in pack.info.parameters:
        for name in spec.clauses:
            if name not in clauses:
                faults.add(place, f"参数 {spec.id} 的条款 {name} 不存在{nearest(name, clauses)}")
    for clause in pack.clauses:
        for number, role in enumerate(clause.binds):
            if role not in roles:
                faults.add(pack.origins[clause.id].place("binds", number), f"没有角色 {role}{nearest(role, roles)};可用:{'、'.join(roles)}")
    for rule in pack.rules:
        if rule.id in pack.origins:
            _verify_rule(rule, pack, clauses, faults)


def _verify_rule(rule: Rule, pack: Pack, clauses: set[str], faults: Faults) -> None:
    origin = pack.origins[rule.id]

    def report(loc: Loc, message: str) -> None:
        faults.add(origin.place(*loc, key=True), f"规则 {rule.id}: {message}")

    if not rule.id.startswith(f"{pack.info.prefix}-"):
        report(("id",), f"编号应以 {pack.info.prefix}- 开头")
    for number, clause in enumerate(rule.clauses):
        if clause not in clauses:
            report(("clauses", number), f"没有条款 {clause}{nearest(clause, clauses)}")
    known = {spec.id for spec in pack.info.parameters}
    for name in parameters_in([rule.where, *rule.checks, *[_raw(check) for check in rule.checks]]):
        if name not in known:
            report((), f"没有声明参数 {name}{nearest(name, known)};请在 pack.yaml 的 parameters 中声明")
    if rule.binds is not None:
        parse(binds_condition(rule.binds), "units", pack.vocabulary, report, ("binds",))
    if rule.table:
        _verify_table(rule, pack, origin, faults)


def binds_condition(binds: list[str] | dict[str, object]) -> dict[str, object]:
    """Return the condition on the unit's row that `binds` states."""
    return {"role": {"in": binds}} if isinstance(binds, list) else binds


def _raw(check: object) -> object:
    return getattr(check, "that", None) or getattr(check, "where", None)


def _verify_table(rule: Rule, pack: Pack, origin: Origin, faults: Faults) -> None:
    def report(loc: Loc, message: str) -> None:
        faults.add(origin.place(*loc, key=True), f"规则 {rule.id}: {message}")

    tables = pack.vocabulary.tables
    if rule.table not in tables:
        report(("table",), f"没有表 {rule.table}{nearest(rule.table, tables)}")
        return
    if rule.where is not None:
        _verify_own(rule, parse(rule.where, rule.table, pack.vocabulary, report, ("where",)), report)
    if rule.when is not None and rule.when != "none":
        Site(rule.table, pack.vocabulary, report).moment(rule.when, "when")
    if rule.responsible is not None:
        found = resolve_path(rule.responsible, rule.table, pack.vocabulary)
        if isinstance(found, str):
            report(("responsible",), found)
    for number, check in enumerate(rule.checks):
        prefix: Loc = ("check",) if rule.check is not None else ("readings", number, "check")

        def report_in_check(loc: Loc, message: str, prefix: Loc = prefix) -> None:
            report((*prefix, *loc), message)

        site = Site(rule.table, pack.vocabulary, report_in_check, tuple(rule.clauses))
        check.verify(site)
        if isinstance(check, GroupCheck) and check.judges == "groups":
            _verify_groups(rule, check, pack, site)


def _verify_own(rule: Rule, where: Condition, report: Report) -> None:
    """Whose a record is matters only where the office is judged by records that may be others'."""
    whole = all(isinstance(check, GroupCheck) and check.judges == "groups" and check.per == "office" for check in rule.checks)
    if not whole and any(test.op == OWN for test in tests_of(where)):
        report(("where",), f"{OWN} 只用于按全机关判断的规则(per: office);逐记录、逐单位判断的,由记录的单位负责")


def _verify_groups(rule: Rule, check: GroupCheck, pack: Pack, site: Site) -> None:
    """Groups of records need a date to be told apart by, and a unit field if they are judged per unit."""
    if check.date is None and date_of(rule, pack) is None:
        if rule.when != "none":
            site.report((), f"表 {rule.table} 没有 event 字段,请写 date;记录不分时间、有就算数的,写 when: none")
        elif check.slices not in (None, Every.YEAR):
            site.report(("every",), "when: none 的记录不分时间,不能逐期判断")
    if check.per == "unit" and (rule.responsible or pack.vocabulary.tables[rule.table].unit) is None:
        site.report(("per",), f"表 {rule.table} 没有单位字段,不能逐单位判断")


def date_of(rule: Rule, pack: Pack) -> str | None:
    """Return the field that says when a record of the rule's table happened, None if there is none."""
    if rule.when == "none":
        return None
    return rule.when or pack.vocabulary.tables[rule.table].event
