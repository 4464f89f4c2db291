"""The same rows from YAML, each with its line."""

from __future__ import annotations

from pathlib import Path

import yaml

from maslahat.accord.table_rows import Cell, Row, Sheet, has_controls, short
from maslahat.core import Fault, InputError

KEYS = ("name", "parties", "issues", "together", "rules", "reserved", "status_quo", "draft", "power")


def read_yaml(path: Path) -> Sheet:
    """Read a table written as YAML (see `maslahat bargain --new table.yaml`)."""
    return _Reader(path).sheet()


class _Reader:
    """Walks the tree of nodes, which know their lines, and collects rows and faults."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[Fault] = []
        self.rows: list[Row] = []

    def sheet(self) -> Sheet:
        """Return the rows. Raises InputError with every fault of shape."""
        top = self._top()
        names = self._names(top["parties"]) if "parties" in top else []
        if not names:
            self._fault(None, "no parties", "a list `parties`")
        for key in top:
            if key not in KEYS:
                self._fault(top[key], f"the key {key!r}", ", ".join(KEYS))
        self._issues(top)
        self._together(top)
        self._rules(top)
        for key in ("reserved", "power"):
            if key in top:
                self._row(top[key], key, "", "", self._pairs(top[key]))
        for key in ("status_quo", "draft"):
            for issue, node in (self._pairs(top[key]) if key in top else {}).items():
                self._row(node, key.replace("_", " "), issue, self._scalar(node), {})
        if self.faults:
            raise InputError(self.faults)
        title = self._scalar(top["name"]) if "name" in top else self.path.stem
        return Sheet(title, str(self.path), tuple(names), tuple(self.rows))

    def _top(self) -> dict[str, yaml.Node]:
        try:
            node = yaml.compose(self.path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
            mark = getattr(error, "problem_mark", None)
            where = f"{self.path}, line {mark.line + 1}" if mark else str(self.path)
            raise InputError(Fault(where, f"{getattr(error, 'problem', None) or error}", "YAML")) from None
        if not isinstance(node, yaml.MappingNode):
            raise InputError(Fault(str(self.path), "no mapping", f"the keys {', '.join(KEYS)}"))
        return self._pairs(node)

    def _issues(self, top: dict[str, yaml.Node]) -> None:
        if "issues" not in top:
            self._fault(None, "no issues", "a mapping `issues`")
            return
        for issue, body in self._pairs(top["issues"]).items():
            parts = self._pairs(body)
            for key in parts:
                if key not in ("options", "weights"):
                    self._fault(parts[key], f"the key {key!r} in issue {issue}", "options, weights")
            if "weights" in parts:
                self._row(parts["weights"], "weight", issue, "", self._pairs(parts["weights"]))
            if "options" not in parts:
                self._fault(body, f"issue {issue} without options", "a mapping `options`")
                continue
            for option, worth in self._pairs(parts["options"]).items():
                self._row(worth, "score", issue, option, self._pairs(worth))

    def _together(self, top: dict[str, yaml.Node]) -> None:
        for item in self._items(top.get("together")):
            parts = self._pairs(item)
            when = self._pairs(parts["when"]) if "when" in parts else {}
            if not when or "worth" not in parts:
                self._fault(item, "an interaction without `when` or `worth`", "both")
                continue
            issues, options = " | ".join(when), " | ".join(self._choice(node) for node in when.values())
            self._row(item, "together", issues, options, self._pairs(parts["worth"]))

    def _rules(self, top: dict[str, yaml.Node]) -> None:
        for item in self._items(top.get("rules")):
            parts = self._pairs(item)
            kind = next((key for key in ("only_with", "never_with") if key in parts), None)
            if "when" not in parts or kind is None:
                self._fault(item, "a rule without `when` or `only_with` / `never_with`", "both")
                continue
            sides = {**self._pairs(parts["when"]), **self._pairs(parts[kind])}
            options = " | ".join(self._choice(node) for node in sides.values())
            self._row(item, kind.replace("_", " "), " | ".join(sides), options, {})

    def _row(self, node: yaml.Node, what: str, issue: str, option: str, values: dict[str, yaml.Node]) -> None:
        cells = {party: Cell(self._where(cell), self._scalar(cell)) for party, cell in values.items()}
        self.rows.append(Row(self._where(node), what, issue, option, cells))

    def _choice(self, node: yaml.Node) -> str:
        if isinstance(node, yaml.SequenceNode):
            return "; ".join(self._scalar(item) for item in node.value)
        return self._scalar(node)

    def _pairs(self, node: yaml.Node) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            self._fault(node, "no mapping", "`key: value` lines")
            return {}
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if key.value in found:
                self._fault(key, f"{key.value!r} twice", "each once")
            found[str(key.value)] = value
        return found

    def _items(self, node: yaml.Node | None) -> list[yaml.Node]:
        if node is not None and not isinstance(node, yaml.SequenceNode):
            self._fault(node, "no list", "`- ` items")
            return []
        return [] if node is None else list(node.value)

    def _names(self, node: yaml.Node) -> list[str]:
        return [self._scalar(item) for item in self._items(node)]

    def _scalar(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self._fault(node, "a list or a mapping", "one value")
            return ""
        if has_controls(node.value):
            self._fault(node, f"a control character in {short(node.value)}", "text")
        return str(node.value).strip()

    def _where(self, node: yaml.Node | None) -> str:
        return f"{self.path}, line {node.start_mark.line + 1}" if node is not None else str(self.path)

    def _fault(self, node: yaml.Node | None, found: str, expected: str) -> None:
        self.faults.append(Fault(self._where(node), found, expected))
