"""What a process that reads an untrusted file may take of the machine.

These are limits, not a wall: they keep a file that is broken or made to do harm from taking the
machine's memory, disk and network. A reader that was taken over still has the rights of the user
that it runs as; docs/security.md says what to put around it.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys

_PR_SET_PDEATHSIG = 1
# Looked up here: between fork and exec (`ingest/ocr.py`) nothing may be loaded.
_PRCTL = ctypes.CDLL(None).prctl if sys.platform == "linux" else None
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_FILE_BYTES = 64_000_000
_OPEN_FILES = 256


def confine(parent: int) -> None:
    """Give up what reading needs not, for good: network, core dumps, large files, many files.

    The process ends with its parent, so that nothing goes on reading when a build was killed.
    """
    # Threads of the number libraries take memory each, and two workers share two cores.
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "OMP_THREAD_LIMIT"):
        os.environ[name] = "1"
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Control-C is for the parent, which stops us
    if sys.platform != "linux":
        return
    end_with_parent()
    if os.getppid() != parent:
        os._exit(0)  # it ended before we could ask to be told
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, _FILE_BYTES)
    _lower(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _leave_network()


def end_with_parent() -> None:
    """Have the kernel end this process when its parent ends; Linux only."""
    if _PRCTL is not None:
        _PRCTL(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def limit_memory(limit: int) -> None:
    """Let all that this process maps be `limit` bytes at most; what it asks for beyond fails."""
    if sys.platform == "linux":  # elsewhere the limit is not kept, or refuses to be set
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        wanted = limit if most == resource.RLIM_INFINITY else min(limit, most)
        resource.setrlimit(resource.RLIMIT_AS, (wanted, most))


def _lower(what: int, wanted: int) -> None:
    _, most = resource.getrlimit(what)
    if most != resource.RLIM_INFINITY:
        wanted = min(wanted, most)
    resource.setrlimit(what, (wanted, wanted))


def _leave_network() -> None:
    """Move to a network of our own that leads nowhere, where the kernel allows that to us."""
    c = ctypes.CDLL(None, use_errno=True)
    if c.unshare(_CLONE_NEWNET) != 0 and os.geteuid() != 0:
        c.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
