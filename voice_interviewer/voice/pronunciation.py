"""The natural voice's word lists in a file that is looked up, instead of 125 MB of dictionaries in memory.

The package reads three compressed lists (two of pronunciations, one of a tagger's weights) whole, and then looks up
some hundred entries a sentence. Here they are written once into a small database in the cache folder, and looked up
there: the system keeps the pages in use and gives the others back. The same entries, so the same phonemes; where the
file cannot be made, or the package has changed inside, it reads its lists itself as before.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..disk import private_folder
from ..heap import give_back
from ..paths import cache_dir

_TABLES = ("gold", "silver", "tagdict", "vocab", "weights")
_FORMAT = "1"


class Table:
    """One list, read-only, as the package uses it: `get` and `in`."""

    def __init__(self, database: sqlite3.Connection, name: str) -> None:
        self._database = database
        self._query = f"SELECT value FROM {name} WHERE key = ?"

    def get(self, key: str, default: Any = None) -> Any:
        """The entry of a key."""
        row = self._database.execute(self._query, (key,)).fetchone()
        return default if row is None else json.loads(row[0])

    def __contains__(self, key: str) -> bool:
        return self._database.execute(self._query, (key,)).fetchone() is not None


def phonemizer(british: bool, version: str, folder: Path | None = None) -> Any:
    """The package's word reader over the database; None where that cannot be had, and the package's own must do."""
    accent = "gb" if british else "us"
    folder = folder or cache_dir() / "voices"
    file = folder / f"hibari-{version}-{accent}-{_FORMAT}.db"
    try:
        return _reader(file, british)
    except (OSError, sqlite3.Error, ValueError, KeyError, AttributeError, ImportError, TypeError):
        pass
    try:
        _write(file, accent)
        return _reader(file, british)
    except (OSError, sqlite3.Error, ValueError, KeyError, AttributeError, ImportError, TypeError):
        return None


def assets() -> Path:
    """Where the package keeps its lists."""
    import hibari

    return Path(str(hibari.__file__)).parent / "assets"


def _reader(file: Path, british: bool) -> Any:
    from hibari.g2p import G2P
    from hibari.g2p.lexicon import Lexicon
    from hibari.g2p.tagger import Tagger
    from hibari.g2p.tokenize import Tokenizer

    if not file.is_file():
        raise FileNotFoundError(file)
    # One thread at a time uses it: the voice holds a lock while it speaks.
    database = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    database.execute("PRAGMA cache_size = -512")
    gold, silver, tagdict, vocab, weights = (Table(database, name) for name in _TABLES)
    (tags,) = database.execute("SELECT value FROM tags").fetchone()
    reader = G2P.__new__(G2P)
    reader.lexicon = Lexicon(gold, silver, british)
    reader.tokenizer = Tokenizer(json.loads((assets() / "tokenizer_exceptions.json").read_text(encoding="utf-8")))
    reader.tagger = Tagger({"tagdict": tagdict, "tags": json.loads(tags), "weights": weights})
    reader.tagger.vocab = vocab
    reader._oov, reader.unk, reader.british = None, "", british
    if not reader("Ready, set, 12 words."):
        raise ValueError("the package reads its lists in another way")
    return reader


def _write(file: Path, accent: str) -> None:
    """Write the database, one list after the other, so that no two are in memory at once."""
    private_folder(file.parent)
    handle, name = tempfile.mkstemp(suffix=".part", dir=file.parent)
    os.close(handle)
    try:
        with contextlib.closing(sqlite3.connect(name)) as database:
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            for table in ("gold", "silver"):
                _fill(database, table, _load(f"lexicon_{accent}_{table}.json.gz").items())
            tagger = _load("tagger.json.gz")
            _fill(database, "tagdict", tagger["tagdict"].items())
            _fill(database, "vocab", ((word, 1) for word in tagger["vocab"]))
            _fill(database, "weights", tagger["weights"].items())
            database.execute("CREATE TABLE tags (value TEXT)")
            database.execute("INSERT INTO tags VALUES (?)", (json.dumps(tagger["tags"]),))
            del tagger
            database.commit()
        Path(name).replace(file)
    finally:
        Path(name).unlink(missing_ok=True)
        give_back()


def _load(name: str) -> Any:
    with gzip.open(assets() / name, "rt", encoding="utf-8") as file:
        return json.load(file)


def _fill(database: sqlite3.Connection, table: str, rows: Iterable[tuple[str, Any]]) -> None:
    database.execute(f"CREATE TABLE {table} (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID")
    written = ((key, json.dumps(value, ensure_ascii=False, separators=(",", ":"))) for key, value in rows)
    database.executemany(f"INSERT INTO {table} VALUES (?, ?)", written)
