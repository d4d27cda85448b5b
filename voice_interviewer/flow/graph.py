"""A flow as a neutral graph, and its drawings: a tree for the terminal, Mermaid and DOT (`graph_svg` paints)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .model import Flow
from .schema import END

__all__ = ["Edge", "Graph", "Node", "dot", "extract", "mermaid", "tree"]


@dataclass(frozen=True, slots=True)
class Node:
    """A question, or END."""

    id: str
    title: str
    pattern: str = ""
    follow_ups: int = 0
    constraints: int = 0
    end: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from one node to another."""

    start: str
    to: str
    when: str = ""
    "Condition; empty for the default way."


@dataclass(frozen=True, slots=True)
class Graph:
    """All that a drawing needs to know."""

    title: str
    start: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def out_of(self, node: str) -> tuple[Edge, ...]:
        """Edges that leave a node, in the order they are tried."""
        return tuple(edge for edge in self.edges if edge.start == node)


def extract(flow: Flow) -> Graph:
    """The graph of a flow: its questions in the order of the file, END last."""
    nodes = [
        Node(name, q.title or name, q.pattern or "", len(q.follow_ups), len(q.constraints))
        for name, q in flow.questions.items()
    ]
    edges = [Edge(name, to, when) for name in flow.questions for when, to in flow.edges(name)]
    return Graph(flow.title, flow.start, (*nodes, Node(END, END, end=True)), tuple(edges))


def mermaid(flow: Flow) -> str:
    """The graph as a Mermaid flowchart."""
    graph = extract(flow)
    names = {node.id: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = ["flowchart TD"]
    for node in graph.nodes:
        label = _mermaid(node.title + (f"<br/>{node.pattern}" if node.pattern else ""))
        lines.append(f'  {names[node.id]}(("{label}"))' if node.end else f'  {names[node.id]}["{label}"]')
    for edge in graph.edges:
        if edge.to in names:
            arrow = f'-- "{_mermaid(edge.when)}" -->' if edge.when else "-->"
            lines.append(f"  {names[edge.start]} {arrow} {names[edge.to]}")
    if graph.start in names:
        lines.append(f"  style {names[graph.start]} stroke-width:3px")
    return "\n".join(lines)


def _mermaid(text: str) -> str:
    """Mermaid has no escapes but entities; `<br/>` is ours."""
    safe = text.replace("<br/>", "\0").replace("&", "#amp;").replace('"', "#quot;")
    return safe.replace("<", "#lt;").replace(">", "#gt;").replace("\0", "<br/>").replace("\n", " ")


def dot(flow: Flow) -> str:
    """The graph in the DOT language of Graphviz."""
    graph = extract(flow)
    lines = [f"digraph {_dot(flow.id)} {{", f"  label={_dot(graph.title)};", "  node [shape=box, style=rounded];"]
    for node in graph.nodes:
        shape = ", shape=circle" if node.end else ", penwidth=2" if node.id == graph.start else ""
        label = node.title + (f"\n{node.pattern}" if node.pattern else "")
        lines.append(f"  {_dot(node.id)} [label={_dot(label)}{shape}];")
    for edge in graph.edges:
        label = f" [label={_dot(edge.when)}]" if edge.when else ""
        lines.append(f"  {_dot(edge.start)} -> {_dot(edge.to)}{label};")
    return "\n".join([*lines, "}"])


def _dot(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


_DEEPEST = 20
"Levels drawn into one another; what lies deeper begins a tree of its own further down."


def tree(flow: Flow) -> str:
    """The flow as an indented tree; a question that was shown already is only named."""
    head = f"{flow.title} ({flow.id}) · {flow.minutes:g} min · {flow.style} · {flow.role}"
    lines, seen, later = [head], set[str](), [flow.start]
    for root in later:
        if root not in seen:
            lines += _branch(flow, root, seen, later)
    return "\n".join(lines)


def _branch(flow: Flow, root: str, seen: set[str], later: list[str]) -> Iterator[str]:
    """The lines of one question and everything behind it, without recursion: a flow may have a thousand questions.

    `seen` are those already drawn; what lies too deep is added to `later`.
    """
    waiting = [(root, "", "", 0)]
    while waiting:
        node, lead, under, depth = waiting.pop()
        if node == END:
            yield f"{lead}END"
        elif node in seen or node not in flow.questions:
            yield f"{lead}{node} ↑"
        elif depth > _DEEPEST:
            later.append(node)
            yield f"{lead}{node} ↓"
        else:
            seen.add(node)
            yield from _question(flow, node, lead, under)
            waiting += reversed(list(_ways(flow, node, under, depth + 1)))


def _question(flow: Flow, node: str, lead: str, under: str) -> Iterator[str]:
    """The lines of the question itself; `under` is what stands in front of all but the first."""
    question = flow.questions[node]
    kind = f" [{question.pattern}]" if question.pattern else ""
    yield f"{lead}{node}{kind} {question.title}".rstrip()
    body = under + "│  "
    more = f" (+{len(question.ask) - 1} variants)" if len(question.ask) > 1 else ""
    yield f"{body}“{question.ask[0]}”{more}"
    if question.listens_for:
        yield f"{body}listens for {', '.join(question.listens_for)}"
    for follow_up in question.follow_ups:
        when = f" when {follow_up.when}" if follow_up.when else ""
        yield f"{body}? {follow_up.id} → {follow_up.target or 'further'}{when}"
    constraints = flow.constraint_ids(node)
    if constraints:
        yield f"{body}! {', '.join(constraints)}"


def _ways(flow: Flow, node: str, under: str, depth: int) -> Iterator[tuple[str, str, str, int]]:
    """What follows a question, each with what stands in front of its lines."""
    edges = flow.edges(node)
    for index, (when, to) in enumerate(edges):
        last = index == len(edges) - 1
        fork, deeper = ("└─ ", "   ") if last else ("├─ ", "│  ")
        label = f"{when} → " if when else "else → " if len(edges) > 1 else ""
        yield to, f"{under}{fork}{label}", under + deeper, depth
