"""The laboratory: benchmarks, fits, training, corpus checks and what makes pictures; no part of the package.

Each program runs from the top of a checkout: `python -m scripts.lab.bench_turns --help`.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"The top of the checkout."
