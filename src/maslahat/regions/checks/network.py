"""The river as a network: it runs downhill, reaches everyone and ends somewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from maslahat.core import Fault
from maslahat.regions.tables import Table

Tables = Mapping[str, Table]
Edge = tuple[str, str, str]  # to, where it stands, what it is


def terminals(tables: Tables) -> Iterator[Fault]:
    """A river that ends nowhere."""
    nodes = tables["nodes"]
    ends = {row.river for row in nodes.rows if row.kind == "terminal"}
    ends |= {cells.get("river", "") for cells in nodes.broken}
    for line, row in tables["rivers"]:
        if row.river not in ends:
            where = tables["rivers"].where(line, "terminal")
            yield Fault(where, f"no terminal node of {row.river}", "at least one node of kind terminal")


def directions(tables: Tables) -> Iterator[Fault]:
    """Water that flows into a source, or out of a field or a terminal lake."""
    kinds = {row.node: row.kind for row in tables["nodes"].rows}
    table = tables["reaches"]
    for line, row in table:
        source, sink = kinds.get(row.from_node), kinds.get(row.to_node)
        if row.from_node == row.to_node:
            yield Fault(table.where(line, "to_node"), f"{row.to_node!r} flowing into itself", "another node")
        if source in ("demand", "terminal"):
            shown = f"water flowing out of {row.from_node!r}, of kind {source}"
            mend = "What returns from a demand stands in demand_uses." if source == "demand" else ""
            yield Fault(
                table.where(line, "from_node"), shown, "an inflow, reservoir, junction or gauge", mend
            )
        if sink == "inflow":
            shown = f"water flowing into {row.to_node!r}, of kind inflow"
            yield Fault(table.where(line, "to_node"), shown, "a node of another kind")


def cycles(tables: Tables) -> Iterator[Fault]:
    """Water that comes back to where it was: each cycle once, at the row that closes it."""
    graph = _edges(tables)
    state: dict[str, int] = {}
    for start in list(graph):
        if start not in state:
            yield from _walk(graph, start, state)


def unreachable(tables: Tables) -> Iterator[Fault]:
    """Places that no water reaches, and places whose water goes nowhere."""
    graph = _edges(tables)
    nodes = tables["nodes"]
    unsure = {cells.get("node", "") for cells in nodes.broken}
    reached = _closure(graph, unsure | {row.node for row in nodes.rows if row.kind == "inflow"})
    back: dict[str, list[Edge]] = defaultdict(list)
    for node, edges in graph.items():
        for edge in edges:
            back[edge[0]].append((node, edge[1], edge[2]))
    ends = {row.node for row in nodes.rows if row.kind in ("terminal", "demand")}
    ending = _closure(back, unsure | ends)
    for line, row in nodes:
        if row.kind != "inflow" and row.node not in reached:
            shown = f"{row.kind} {row.node!r} that no inflow reaches"
            yield Fault(nodes.where(line, "node"), shown, "a way from an inflow to it in the table reaches")
        elif row.node not in ending:
            shown = f"{row.kind} {row.node!r} whose water goes nowhere"
            yield Fault(nodes.where(line, "node"), shown, "a way from it to a terminal or a demand")


def _edges(tables: Tables) -> dict[str, list[Edge]]:
    graph: dict[str, list[Edge]] = defaultdict(list)
    for line, row in tables["reaches"]:
        where = tables["reaches"].where(line, "to_node")
        if row.from_node != row.to_node:
            graph[row.from_node].append((row.to_node, where, "reaches"))
    for cells in tables["reaches"].broken:
        graph[cells.get("from_node", "")].append((cells.get("to_node", ""), "", "reaches"))
    for line, row in tables["demand_uses"]:
        if row.return_to is not None:
            where = tables["demand_uses"].where(line, "return_to")
            graph[row.node].append((row.return_to, where, "demand_uses"))
    return graph


def _walk(graph: Mapping[str, list[Edge]], start: str, state: dict[str, int]) -> Iterator[Fault]:
    """Depth first without recursion; state 1 is on the path, 2 is done."""
    path = [start]
    pending = [iter(graph.get(start, ()))]
    state[start] = 1
    while path:
        edge = next(pending[-1], None)
        if edge is None:
            state[path.pop()] = 2
            pending.pop()
            continue
        node, where, _ = edge
        if state.get(node) == 1:
            ring = [*path[path.index(node) :], node]
            if where:
                yield Fault(where, "the cycle " + " -> ".join(ring), "water that never comes back")
        elif node not in state:
            state[node] = 1
            path.append(node)
            pending.append(iter(graph.get(node, ())))


def _closure(graph: Mapping[str, list[Edge]], start: set[str]) -> set[str]:
    reached = set(start)
    pending = list(start)
    while pending:
        for edge in graph.get(pending.pop(), ()):
            if edge[0] not in reached:
                reached.add(edge[0])
                pending.append(edge[0])
    return reached
