"""A small layered graph painter: boxes in rows by distance from the start, curves between them, plain SVG out."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from html import escape

from .graph import Edge, Graph, Node, extract
from .model import Flow

BOX_W, BOX_H = 190, 74
GAP_X, GAP_Y = 70, 62
MARGIN = 28
_LINE = 24
"Characters of a title line that fit into a box."

_STYLE = """
  text { font: 14px system-ui, sans-serif; fill: #1c2733; }
  .small { font-size: 11px; fill: #51606f; }
  .when { font-size: 11px; fill: #51606f; paint-order: stroke; stroke: #ffffff; stroke-width: 4px; }
  .box { fill: #f3f6f9; stroke: #8aa0b5; }
  .start { stroke-width: 2.5; stroke: #2a6f97; }
  .end { fill: #e7ecef; stroke: #8aa0b5; }
  .edge { fill: none; stroke: #8aa0b5; stroke-width: 1.4; }
  .back { stroke-dasharray: 5 4; }
  .tip { fill: #8aa0b5; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .small, .when { fill: #a9b7c4; } .when { stroke: #10161c; }
    .box { fill: #1c2630; } .end { fill: #26323d; } .start { stroke: #6fb7dd; }
  }
"""


def svg(flow: Flow) -> str:
    """The graph of a flow as one self-contained SVG picture."""
    return paint(extract(flow))


def paint(graph: Graph) -> str:
    """The graph as SVG text; every name and condition is escaped, nothing is loaded from outside."""
    rows = _rows(graph)
    width = max(len(row) for row in rows) * (BOX_W + GAP_X) - GAP_X + 2 * MARGIN + 2 * GAP_X
    height = len(rows) * (BOX_H + GAP_Y) - GAP_Y + 2 * MARGIN + 20
    centre: dict[str, tuple[float, float]] = {}
    level = {name: depth for depth, row in enumerate(rows) for name in row}
    for depth, row in enumerate(rows):
        left = (width - len(row) * (BOX_W + GAP_X) + GAP_X) / 2
        for place, name in enumerate(row):
            centre[name] = (
                left + place * (BOX_W + GAP_X) + BOX_W / 2,
                MARGIN + 20 + depth * (BOX_H + GAP_Y) + BOX_H / 2,
            )
    nodes = {node.id: node for node in graph.nodes}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="img" aria-labelledby="title">',
        f'<title id="title">{escape(graph.title)}</title>',
        f"<style>{_STYLE}</style>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path class="tip" d="M0 0 L8 4 L0 8 z"/></marker></defs>',
        f'<text x="{MARGIN}" y="{MARGIN}" font-weight="bold">{escape(graph.title)}</text>',
    ]
    parts += [
        line
        for edge in graph.edges
        if edge.to in centre and edge.start in centre
        for line in _edge(edge, centre, level)
    ]
    parts += [line for name in centre for line in _box(nodes[name], centre[name], name == graph.start)]
    return "\n".join([*parts, "</svg>"])


def _rows(graph: Graph) -> list[list[str]]:
    """Nodes by their longest way from the start, END in the last row, each row ordered by where its nodes come from."""
    known = {node.id for node in graph.nodes}
    after = {name: [e.to for e in graph.out_of(name) if e.to in known] for name in known}
    order = _finished_first(graph.start, after) if graph.start in known else []
    place_of = {name: index for index, name in enumerate(reversed(order))}
    depth = dict.fromkeys(place_of, 0)
    for name in reversed(order):
        for to in after[name]:
            if place_of[to] > place_of[name]:  # what points back is drawn as a loop
                depth[to] = max(depth[to], depth[name] + 1)
    last = max(depth.values(), default=0)
    for node in graph.nodes:
        if node.end:
            depth[node.id] = max([last, *(d + 1 for n, d in depth.items() if n != node.id)])
        depth.setdefault(node.id, last + 1)  # never reached: drawn at the bottom
    rows: list[list[str]] = [[] for _ in range(max(depth.values()) + 1)]
    for node in graph.nodes:
        rows[depth[node.id]].append(node.id)
    place = {name: float(index) for row in rows for index, name in enumerate(row)}
    for row in rows[1:]:
        came = {
            name: [place[e.start] for e in graph.edges if e.to == name and depth[e.start] < depth[name]] for name in row
        }
        row.sort(key=lambda name: sum(came[name]) / len(came[name]) if came[name] else place[name])
        place.update({name: float(index) for index, name in enumerate(row)})
    return [row for row in rows if row]


def _finished_first(start: str, after: dict[str, list[str]]) -> list[str]:
    """Nodes in the order in which a depth-first walk leaves them for good."""
    order: list[str] = []
    seen = {start}
    stack = [(start, iter(after[start]))]
    while stack:
        name, ways = stack[-1]
        to = next((t for t in ways if t not in seen), None)
        if to is None:
            order.append(name)
            stack.pop()
        else:
            seen.add(to)
            stack.append((to, iter(after[to])))
    return order


def _box(node: Node, at: tuple[float, float], start: bool) -> Iterator[str]:
    x, y = at
    if node.end:
        yield f'<circle class="end" cx="{x:.1f}" cy="{y:.1f}" r="26"/>'
        yield f'<text x="{x:.1f}" y="{y + 5:.1f}" text-anchor="middle">{escape(node.title)}</text>'
        return
    look = "box start" if start else "box"
    yield (
        f'<rect class="{look}" x="{x - BOX_W / 2:.1f}" y="{y - BOX_H / 2:.1f}" '
        f'width="{BOX_W}" height="{BOX_H}" rx="9"/>'
    )
    lines = textwrap.wrap(node.title, _LINE, max_lines=2, placeholder="…") or [node.id]
    counts = [f"{node.follow_ups} follow-up{'s' * (node.follow_ups != 1)}"] if node.follow_ups else []
    counts += [f"{node.constraints} constraint{'s' * (node.constraints != 1)}"] if node.constraints else []
    small = [line for line in (node.pattern, " · ".join(counts)) if line]
    top = y - (16 * len(lines) + 14 * len(small)) / 2 + 12
    for number, line in enumerate(lines):
        yield f'<text x="{x:.1f}" y="{top + 16 * number:.1f}" text-anchor="middle">{escape(line)}</text>'
    for number, line in enumerate(small):
        down = top + 16 * len(lines) + 14 * number
        yield f'<text class="small" x="{x:.1f}" y="{down:.1f}" text-anchor="middle">{escape(line)}</text>'


def _edge(edge: Edge, centre: dict[str, tuple[float, float]], level: dict[str, int]) -> Iterator[str]:
    (x1, y1), (x2, y2) = centre[edge.start], centre[edge.to]
    down = level[edge.to] > level[edge.start]
    if down:
        sy, ty = y1 + BOX_H / 2, y2 - (28 if edge.to == "END" else BOX_H / 2 + 2)
        bend = 0.0 if level[edge.to] - level[edge.start] == 1 else BOX_W * 0.85
        mx = (x1 + x2) / 2 + bend
        pull = GAP_Y / 2
        curve = f"M{x1:.1f} {sy:.1f} C{x1 + bend:.1f} {sy + pull:.1f} {x2 + bend:.1f} {ty - pull:.1f} {x2:.1f} {ty:.1f}"
        lx, ly = (mx, (sy + ty) / 2) if bend else (x1 * 0.45 + x2 * 0.55, sy * 0.45 + ty * 0.55)
    else:  # back up, or to itself: round the left side
        side = min(x1, x2) - BOX_W / 2 - GAP_X * 0.7
        sx, tx = x1 - BOX_W / 2, x2 - BOX_W / 2 - 2
        lift = 14 if edge.start == edge.to else 0
        curve = (
            f"M{sx:.1f} {y1 + lift:.1f} C{side:.1f} {y1 + lift:.1f} {side:.1f} {y2 - lift:.1f} {tx:.1f} {y2 - lift:.1f}"
        )
        lx, ly = side, (y1 + y2) / 2
    yield f'<path class="edge{"" if down else " back"}" d="{curve}" marker-end="url(#tip)"/>'
    if edge.when:
        for number, line in enumerate(textwrap.wrap(edge.when, 34, max_lines=2, placeholder="…")):
            yield (
                f'<text class="when" x="{lx:.1f}" y="{ly + 13 * number:.1f}" text-anchor="middle">{escape(line)}</text>'
            )
