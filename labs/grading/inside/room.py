"""A room of its own for a forked process: processes, network, mounts and limits.

Linux without root, by user namespaces (user_namespaces(7), mount_namespaces(7)); what bubblewrap
does for a program, this does for a process that has begun. Elsewhere only the limits hold.
"""

import ctypes
import os
import resource
import signal
import socket
import struct
import sys
from collections.abc import Iterable, Mapping
from fcntl import ioctl
from pathlib import Path

LINUX = sys.platform == "linux"

_NEW_MOUNTS, _NEW_IPC = 0x00020000, 0x08000000
_NEW_USER, _NEW_PIDS, _NEW_NET = 0x10000000, 0x20000000, 0x40000000
_BIND = 4096 | 16384  # with all that is mounted below
_NO_SUID, _NO_DEVICES, _NO_PROGRAMS = 2, 4, 8
_DEATH_SIGNAL, _DUMPABLE, _NO_NEW_PRIVILEGES, _DROP_FROM_BOUND = 1, 4, 38, 24
_GET_FLAGS, _SET_FLAGS, _UP = 0x8913, 0x8914, 0x1

_libc = ctypes.CDLL(None, use_errno=True)


def leave_the_others(folders: Mapping[Path, int], kept: Iterable[Path] = ()) -> None:
    """Go into new namespaces and put an empty folder of so many bytes over each of `folders`.

    What is `kept` below one of them shines through. The next fork is process 1 of the room, and
    calls `furnish`. The process must have one thread.

    Raises:
        OSError: the kernel does not allow it.
    """
    user, group = os.getuid(), os.getgid()
    _call("unshare", _NEW_USER | _NEW_MOUNTS | _NEW_PIDS | _NEW_NET | _NEW_IPC)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    covered = [path for path in kept if any(path.is_relative_to(one) for one in folders)]
    handles = {path: os.open(path, os.O_PATH) for path in covered}
    for folder, size in folders.items():
        options = f"size={size},mode=700".encode()
        _call("mount", b"tmpfs", bytes(folder), b"tmpfs", _NO_SUID | _NO_DEVICES, options)
    for path, handle in handles.items():
        path.mkdir(parents=True)
        _call("mount", f"/proc/self/fd/{handle}".encode(), bytes(path), None, _BIND, None)
        os.close(handle)


def furnish() -> None:
    """Show this room's processes alone, and switch its loopback on."""
    _call("mount", b"proc", b"/proc", b"proc", _NO_SUID | _NO_DEVICES | _NO_PROGRAMS, None)
    with socket.socket() as any_socket:
        request = struct.pack("16sh14x", b"lo", _UP)
        ioctl(any_socket, _SET_FLAGS, request)


def drop_rights() -> None:
    """Give up what the new namespaces granted; no program may win it back."""
    if not LINUX:
        return
    _call("prctl", _NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    for capability in range(64):
        if _libc.prctl(_DROP_FROM_BOUND, capability, 0, 0, 0) != 0:
            break
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    _call("capset", header, (ctypes.c_uint32 * 6)())


def die_with_parent() -> None:
    """End when the process that forked this one ends."""
    if LINUX:
        _call("prctl", _DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)


def hide_from_debuggers() -> None:
    """Nobody in the room may look into this process, or write there."""
    if LINUX:
        _call("prctl", _DUMPABLE, 0, 0, 0, 0)


def limit(limits: Mapping[str, int]) -> None:
    """Set limits by name, such as {"NOFILE": 1024}; those that a system lacks are left out."""
    for name, value in limits.items():
        kind = getattr(resource, f"RLIMIT_{name}", None)
        if kind is None:
            continue
        _, hard = resource.getrlimit(kind)
        allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
        try:
            resource.setrlimit(kind, (allowed, allowed))
        except (ValueError, OSError):  # macOS has limits that it does not let be set
            continue


def _call(name: str, *arguments: object) -> None:
    if getattr(_libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
