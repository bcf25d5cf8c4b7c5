"""What PostgreSQL says goes wrong, as sentences that never hold a password."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict

from assistant.errors import (
    DamagedIndex,
    IndexNotWritten,
    IndexProblem,
    NoIndex,
    OnlyStandbys,
    SettingsError,
    StaleIndex,
    StoreAway,
)


class Late(psycopg.OperationalError):
    """An answer, or a connection to ask on, did not come in time. Asking at once helps nobody."""


PASSING = (
    errors.AdminShutdown,
    errors.CrashShutdown,
    errors.CannotConnectNow,
    errors.SerializationFailure,  # on a standby: what is read was just removed on the primary
    errors.DeadlockDetected,
    errors.TooManyConnections,
    errors.ReadOnlySqlTransaction,  # the primary has become a standby meanwhile
)
"""What is worth asking again, on another connection."""

_NO_ADDRESS = (
    "ASSISTANT_STORE is no address of PostgreSQL. It looks like "
    "postgresql://user@host:5432/database. Percent-encode the password in it (@ as %40, / as %2F, "
    ": as %3A), or keep it in PGPASSWORD."
)
_REFUSED = ("authentication failed", "no pg_hba.conf entry", "no password supplied", "role ")


def where(dsn: str) -> str:
    """The hosts and the database of an address, for people: never its user or password.

    Raises:
        SettingsError: it is no address of PostgreSQL, or a password with an @ or a / in it was
            taken for a part of one.
    """
    try:
        parts = conninfo_to_dict(dsn)
    except psycopg.Error:
        # What libpq says of it may hold a part of the password.
        raise SettingsError(_NO_ADDRESS) from None
    hosts = str(parts.get("host") or parts.get("hostaddr") or "this machine").split(",")
    ports = str(parts.get("port") or "5432").split(",")
    database = str(parts.get("dbname") or "of the user")
    # libpq ends a password at its first @, and takes what stands before a / for the port.
    odd = any("@" in one for one in (*hosts, str(parts.get("hostaddr") or ""), database))
    if odd or any(port and not (port.isascii() and port.isdigit()) for port in ports):
        raise SettingsError(_NO_ADDRESS)
    ports = ports * len(hosts) if len(ports) == 1 else ports
    named = [f"{host}:{port or 5432}" for host, port in zip(hosts, ports, strict=False)]
    return f"{' or '.join(named)}, database {database}"


def passes(error: psycopg.Error) -> bool:
    """Whether asking again, on another connection, may do better."""
    if isinstance(error, Late):
        return False
    if isinstance(error, PASSING):
        return True
    if isinstance(error, errors.InterfaceError):
        return True  # the connection was closed
    if not isinstance(error, psycopg.OperationalError):
        return False
    code = error.sqlstate
    return (code is None and _refused(error) is None) or (code or "").startswith("08")


def has_only_standbys(error: psycopg.Error) -> bool:
    """Whether hosts answer, but none that takes writes; libpq tells it in words alone."""
    return isinstance(error, errors.ReadOnlySqlTransaction) or "session is read-only" in str(error)


def _refused(error: psycopg.Error) -> str | None:
    """Why a server that is there does not let in; libpq tells it in words alone."""
    said = str(error)
    if any(words in said for words in _REFUSED):
        return "refuses the user or password of ASSISTANT_STORE. Correct it"
    if "database " in said and "does not exist" in said:
        return "has no database of that name. Create it, or correct ASSISTANT_STORE"
    return None


def problem(error: psycopg.Error, place: str) -> IndexProblem:
    """The sentence for an error of PostgreSQL; `place` is `where` it came from."""
    match error:
        case errors.DiskFull():
            return IndexNotWritten(
                f"The disk of the database at {place} is full. Make room on it and run "
                "`nhs-assistant build` again. The version before stays in use."
            )
        case Late() | errors.QueryCanceled():
            return StoreAway(
                f"The database at {place} did not answer in time. Ask again in a minute; if it "
                "stays so, have its administrator look at its load."
            )
        case errors.InsufficientPrivilege():
            return IndexNotWritten(
                f"The user of ASSISTANT_STORE lacks a right in the database at {place}. Its owner "
                "can give it: GRANT CREATE ON DATABASE to the user that builds; USAGE and SELECT "
                "on the schema nhs_assistant to one that only asks; and an administrator runs "
                "CREATE EXTENSION vector once."
            )
        case errors.UndefinedFile() | errors.FeatureNotSupported() if "vector" in str(error):
            return without_pgvector(place, None)
        case errors.UndefinedTable() | errors.InvalidSchemaName():
            return NoIndex(
                f"There is no index in the database at {place} yet. Run `nhs-assistant build`."
            )
        case errors.UndefinedColumn() | errors.UndefinedFunction() | errors.UndefinedObject():
            return StaleIndex(
                f"The tables in the database at {place} are not those of this version of the "
                "program. Run `nhs-assistant build`."
            )
        case errors.DataCorrupted() | errors.IndexCorrupted():
            return DamagedIndex(
                f"The database at {place} reports damaged data. Have it checked, and restore it or "
                "a standby; then run `nhs-assistant build`."
            )
        case _ if has_only_standbys(error):
            return OnlyStandbys(
                f"At {place} answer only read-only standbys, so nothing can be built. Name the "
                "primary in ASSISTANT_STORE too, or have a standby promoted. Questions can be "
                "asked meanwhile."
            )
    if (why := _refused(error)) is not None:
        return StoreAway(f"The database at {place} {why}.")
    if passes(error):
        return StoreAway(
            f"The database at {place} does not answer. Nothing is lost: try again in a minute, or "
            "have its administrator look whether it runs and can be reached from here."
        )
    return StoreAway(
        f"The database at {place} could not do what was asked "
        f"(PostgreSQL's error {error.sqlstate or type(error).__name__}). "
        "Its log says more."
    )


def without_pgvector(place: str, version: str | None) -> IndexNotWritten:
    """The sentence for a server without pgvector, or with one that is too old."""
    if version is None:
        return IndexNotWritten(
            f"The server of the database at {place} does not have pgvector. Have the "
            "extension `vector`, 0.8 or newer, installed there."
        )
    return IndexNotWritten(
        f"The database at {place} has pgvector {version}; 0.8 or newer is needed. Have a newer "
        "one installed on its server, and an administrator run ALTER EXTENSION vector UPDATE."
    )


@contextmanager
def told(place: str) -> Iterator[None]:
    """Turn errors of PostgreSQL into sentences.

    Raises:
        IndexProblem: which one, `problem` says.
    """
    try:
        yield
    except psycopg.Error as error:
        raise problem(error, place) from error
