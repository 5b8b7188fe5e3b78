"""Stores of older versions, made of one of this version by SQL alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

DOWN = {
    6: (
        "DROP TABLE revision; DROP INDEX redirects_id;"
        "CREATE TABLE reviews (source TEXT NOT NULL, question TEXT NOT NULL, text TEXT NOT NULL,"
        " type TEXT, country TEXT NOT NULL, means TEXT, nobody BOOLEAN NOT NULL,"
        " excludes JSON NOT NULL, who TEXT NOT NULL, decided TEXT NOT NULL,"
        " PRIMARY KEY (source, question)) WITHOUT ROWID;"
    ),
    5: (
        "DROP TABLE same_as;"
        "ALTER TABLE sources DROP COLUMN schemes; ALTER TABLE sources DROP COLUMN position;"
        "CREATE TABLE old_contents (source TEXT NOT NULL, entity_id TEXT NOT NULL,"
        " digest BLOB NOT NULL, PRIMARY KEY (source, entity_id),"
        " FOREIGN KEY(source) REFERENCES sources (name)) WITHOUT ROWID;"
        "INSERT INTO old_contents SELECT source, entity_id, digest FROM contents;"
        "DROP TABLE contents; ALTER TABLE old_contents RENAME TO contents;"
        "CREATE TABLE old_entities (id TEXT NOT NULL, source TEXT NOT NULL, type TEXT NOT NULL,"
        " name TEXT NOT NULL, country TEXT NOT NULL, description TEXT, prominence FLOAT,"
        " properties TEXT NOT NULL, PRIMARY KEY (id),"
        " FOREIGN KEY(source) REFERENCES sources (name)) WITHOUT ROWID;"
        "INSERT INTO old_entities SELECT * FROM entities;"
        "DROP TABLE entities; ALTER TABLE old_entities RENAME TO entities;"
        "CREATE INDEX entities_source ON entities (source);"
    ),
    4: "DROP TABLE reviews; DROP TABLE redirects;",
    3: "ALTER TABLE sources DROP COLUMN fields;",
    2: "DROP TABLE base; DROP TABLE changed;",
}
"""By version, the statements that take a store of it to the one before."""


def make_older(path: Path, version: int) -> None:
    """Make the store in a file one of an older version."""
    steps = "".join(statements for of, statements in DOWN.items() if of > version)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(f"{steps} PRAGMA user_version = {version}")
