"""The tables. All keys of rows begin with the document, so that Citus can spread them by it.

A version is a number. A row belongs to the versions from `since` until before `until`: so a build
adds what changed and marks what has gone, and the version before is still whole. What belongs to a
document (passages, words and the rest) has no such marks: it is there as long as its document,
which is never changed but for `until`.
"""

from __future__ import annotations

SCHEMA = 2
"""Raised when the tables change: a build then makes them anew."""

LIVE = "{0}since <= %(number)s AND ({0}until IS NULL OR {0}until > %(number)s)"
"""Whether a row belongs to the version `number`; format it with "" or the table's name and "."."""

TABLES = """
CREATE SCHEMA IF NOT EXISTS nhs_assistant;
CREATE TABLE nhs_assistant.store (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one), schema integer NOT NULL
);
CREATE TABLE nhs_assistant.versions (
    number integer PRIMARY KEY, name text COLLATE "C" NOT NULL UNIQUE,
    model text NOT NULL, manifest text NOT NULL, replaced timestamptz
);
CREATE TABLE nhs_assistant.documents (
    document_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    since integer NOT NULL, until integer,
    path text COLLATE "C" NOT NULL, sha256 text NOT NULL, entry text NOT NULL,
    indexed text NOT NULL, title text NOT NULL, kind text NOT NULL, authors text NOT NULL,
    publisher text, published text, pages integer NOT NULL, tried text,
    passages integer NOT NULL, statements integer NOT NULL,
    text bytea NOT NULL, structure bytea NOT NULL, layout bytea, digest text NOT NULL,
    words bytea NOT NULL, acronyms text NOT NULL,
    passage_lengths bytea NOT NULL, statement_lengths bytea NOT NULL
);
CREATE INDEX documents_by_path ON nhs_assistant.documents (path);
CREATE TABLE nhs_assistant.failures (
    path text COLLATE "C" NOT NULL, since integer NOT NULL, until integer,
    sha256 text NOT NULL, entry text NOT NULL, reason text NOT NULL, detail text NOT NULL,
    PRIMARY KEY (path, since)
);
CREATE TABLE nhs_assistant.words (
    word text COLLATE "C" NOT NULL, since integer NOT NULL, until integer,
    passages integer NOT NULL, PRIMARY KEY (word, since)
);
CREATE TABLE nhs_assistant.figures (
    document_id bigint NOT NULL, number integer NOT NULL,
    key_start integer NOT NULL, key_end integer NOT NULL,
    value double precision NOT NULL, high double precision, unit text COLLATE "C" NOT NULL,
    figure text NOT NULL, PRIMARY KEY (document_id, number)
);
CREATE INDEX figures_by_value ON nhs_assistant.figures (value);
CREATE INDEX figures_by_high ON nhs_assistant.figures (high) WHERE high IS NOT NULL;
"""

KEPT = """
CREATE TABLE nhs_assistant.{what} (
    document_id bigint NOT NULL, {one}_id integer NOT NULL,
    "start" integer NOT NULL, "end" integer NOT NULL,
    key bytea NOT NULL, vector vector NOT NULL,
    PRIMARY KEY (document_id, {one}_id)
);
ALTER TABLE nhs_assistant.{what} ALTER COLUMN vector SET STORAGE PLAIN;
CREATE INDEX {what}_by_key ON nhs_assistant.{what} USING hash (key);
CREATE TABLE nhs_assistant.{one}_words (
    stem text COLLATE "C" NOT NULL, document_id bigint NOT NULL, places bytea NOT NULL,
    PRIMARY KEY (stem, document_id)
);
CREATE INDEX {one}_words_by_document ON nhs_assistant.{one}_words
    USING brin (document_id) WITH (pages_per_range = 16);
"""
"""Passages and their words, or statements and theirs. The words of a document come together, so
that the smallest of indexes (BRIN) finds them when it goes."""

NEAR = """
CREATE INDEX {what}_near_{dimensions} ON nhs_assistant.{what}
    USING hnsw ((vector::halfvec({dimensions})) halfvec_ip_ops) WITH (m = 16, ef_construction = 100)
    WHERE vector_dims(vector) = {dimensions}
"""
"""The graph of the vectors (HNSW, in half precision), where an exact search would take too long."""

OF_A_DOCUMENT = ("passages", "passage_words", "statements", "statement_words", "figures")
LOCK = 0x6E68735F61737374
"""The number of the advisory lock that a build holds, by its transaction."""


def all_tables() -> str:
    """The statements that make all tables in a database that has none."""
    return TABLES + "".join(
        KEPT.format(what=f"{one}s", one=one) for one in ("passage", "statement")
    )
