"""Where things are in the checkout, for tests at any depth."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
DATA = ROOT / "tests" / "data"
KITS = ROOT / "tests" / "kits"
TINY_FLOW = DATA / "flows" / "tiny.yaml"
