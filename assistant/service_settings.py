"""The settings of a service that several people use: sign-in, audit log, health; all optional."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar, get_args

from assistant.errors import SettingsError

SignIn = Literal["off", "staff", "everyone"]
Keep = Literal["yes", "no", "required"]
Who = Literal["pseudonym", "address"]
LogForm = Literal["plain", "json"]
_Choice = TypeVar("_Choice", bound=str)


@dataclass(frozen=True, slots=True)
class Access:
    """Who may do what.

    `sign_in` is who has to sign in: nobody, those who want to do what staff do, or everyone.
    `staff` and `readers` are addresses, in lower case, and domains such as “@trust.nhs.uk”;
    `staff_groups` and `reader_groups` are groups as the claim `groups_claim` names them. Where no
    readers are named, whoever can sign in may read. A sign-in lasts `hours`. `open` lets the app
    be reached from other machines without sign-in.
    """

    sign_in: SignIn = "off"
    staff: frozenset[str] = frozenset()
    staff_groups: frozenset[str] = frozenset()
    readers: frozenset[str] = frozenset()
    reader_groups: frozenset[str] = frozenset()
    groups_claim: str = "groups"
    hours: float = 8.0
    open: bool = False


@dataclass(frozen=True, slots=True)
class Audit:
    """What is kept in the audit log: `keep` is `required` where nothing is answered without it.

    `folder` is None for `audit` in the folder of the records. Days are dropped after `days`; 184
    are six months. `who` says whether people stand in it under a pseudonym or their address.
    """

    keep: Keep = "yes"
    folder: Path | None = None
    days: int = 184
    who: Who = "pseudonym"


@dataclass(frozen=True, slots=True)
class Health:
    """`metrics_port` is where this machine can read metrics, None for nowhere; `log` is how."""

    metrics_port: int | None = None
    log: LogForm = "plain"


@dataclass(frozen=True, slots=True)
class Scheduler:
    """The Dask scheduler whose workers read and embed, such as “tcp://10.0.0.5:8786”.

    For “tls://” the files of the authority (`ca`), of this machine's certificate and of its key;
    without them Dask's own settings say where they are.
    """

    address: str
    ca: Path | None = None
    cert: Path | None = None
    key: Path | None = None


_TLS = (
    "ASSISTANT_SCHEDULER_TLS_CA",
    "ASSISTANT_SCHEDULER_TLS_CERT",
    "ASSISTANT_SCHEDULER_TLS_KEY",
)


def scheduler_of(environment: Mapping[str, str], given: str | None = None) -> Scheduler | None:
    """Read which scheduler shares out the work; None where none does. Raises SettingsError."""
    address = given or environment.get("ASSISTANT_SCHEDULER")
    if not address:
        return None
    if not re.fullmatch(r"(?:tcp|tls)://(?:[\w.-]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}", address):
        raise SettingsError(
            f"The scheduler is “{address}”: it must be of the form tcp://host:8786 or "
            "tls://host:8786."
        )
    files = [Path(environment[name]) if environment.get(name) else None for name in _TLS]
    if any(files) and not all(files):
        raise SettingsError(f"{', '.join(_TLS)} go together: set all three, or none.")
    for name, file in zip(_TLS, files, strict=True):
        if file is not None and not file.is_file():
            raise SettingsError(f"{name} is “{file}”: there is no such file.")
    return Scheduler(address, *files)


def access_of(environment: Mapping[str, str]) -> Access:
    """Read who may do what. Raises SettingsError."""
    return Access(
        sign_in=one_of(environment, "ASSISTANT_SIGN_IN", get_args(SignIn)),
        staff=_addresses(environment, "ASSISTANT_STAFF"),
        staff_groups=_listed(environment, "ASSISTANT_STAFF_GROUPS"),
        readers=_addresses(environment, "ASSISTANT_READERS"),
        reader_groups=_listed(environment, "ASSISTANT_READER_GROUPS"),
        groups_claim=environment.get("ASSISTANT_GROUPS_CLAIM", "groups").strip(),
        hours=_hours(environment, "ASSISTANT_SIGN_IN_HOURS"),
        open=yes_or_no(environment, "ASSISTANT_OPEN", "no"),
    )


def audit_of(environment: Mapping[str, str]) -> Audit:
    """Read what is kept in the audit log. Raises SettingsError."""
    folder = environment.get("ASSISTANT_AUDIT_FOLDER")
    return Audit(
        keep=one_of(environment, "ASSISTANT_AUDIT", get_args(Keep)),
        folder=Path(folder) if folder else None,
        days=whole_days(environment, "ASSISTANT_AUDIT_DAYS", "184"),
        who=one_of(environment, "ASSISTANT_AUDIT_WHO", get_args(Who)),
    )


def health_of(environment: Mapping[str, str]) -> Health:
    """Read where metrics are shown and how logs are written. Raises SettingsError."""
    port = environment.get("ASSISTANT_METRICS_PORT")
    if port is not None and not (re.fullmatch("[0-9]{1,5}", port) and 0 < int(port) < 65_536):
        raise SettingsError(f"ASSISTANT_METRICS_PORT is “{port}”: it must be 1 to 65535.")
    return Health(
        metrics_port=int(port) if port else None,
        log=one_of(environment, "ASSISTANT_LOG", get_args(LogForm)),
    )


def whole_days(environment: Mapping[str, str], name: str, otherwise: str) -> int:
    """A number of days. Raises SettingsError."""
    text = environment.get(name, otherwise)
    if not re.fullmatch(r"[0-9]{1,5}", text.strip()) or int(text) < 1:
        raise SettingsError(f"{name} is “{text}”: it must be a whole number of days, 1 to 99999.")
    return int(text)


def yes_or_no(environment: Mapping[str, str], name: str, otherwise: str) -> bool:
    """A choice. Raises SettingsError."""
    text = environment.get(name, otherwise)
    if text.strip().casefold() not in ("yes", "no"):
        raise SettingsError(f"{name} is “{text}”: it must be yes or no.")
    return text.strip().casefold() == "yes"


def one_of(environment: Mapping[str, str], name: str, choices: tuple[_Choice, ...]) -> _Choice:
    """One of some words, the first where none is given. Raises SettingsError."""
    text = environment.get(name, choices[0]).strip().casefold()
    for choice in choices:
        if choice == text:
            return choice
    listed = f"{', '.join(choices[:-1])} or {choices[-1]}"
    raise SettingsError(f"{name} is “{text}”: it must be {listed}.")


def _listed(environment: Mapping[str, str], name: str) -> frozenset[str]:
    """What stands between commas; spaces may be part of a group's name."""
    each = (part.strip() for part in environment.get(name, "").split(","))
    return frozenset(part for part in each if part)


def _addresses(environment: Mapping[str, str], name: str) -> frozenset[str]:
    listed = frozenset(each.casefold() for each in _listed(environment, name))
    for each in listed:
        if not re.fullmatch(r"[^@\s]*@[^@\s]+", each):
            raise SettingsError(
                f"{name} has “{each}”, which is no address. Separate addresses by commas; "
                "“@trust.nhs.uk” stands for all of a domain."
            )
    return listed


def _hours(environment: Mapping[str, str], name: str) -> float:
    text = environment.get(name, "8").strip()
    if not re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{1,2})?", text) or not 0 < float(text) <= 720:
        raise SettingsError(f"{name} is “{text}”: it must be a number of hours, at most 720.")
    return float(text)
