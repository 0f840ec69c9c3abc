"""What a submission can see and reach: nothing but itself."""

from pathlib import Path

import psutil
import pytest

import labs
from labs.grading import sandbox
from labs.grading.examine import Warm, examine
from labs.grading.work import CellRun, Work
from labs.machine.parts import lesson_parts
from labs.parts import Part
from labs.settings import ROOT


def run(warm: Warm, *cells: str, files: dict[str, bytes] | None = None) -> CellRun:
    return examine(Work("mallory", "unit", cells, files=files or {}), warm).runs[-1]


def shown(cell: CellRun) -> str:
    """The cell's value, or its error's name."""
    (output,) = cell.outputs
    return str(output["ename"] if "ename" in output else output["data"]["text/plain"])


@pytest.mark.parametrize(
    "path", [ROOT / "notebooks", ROOT / "tests", ROOT / "nbgrader_config.py", Path.home()], ids=str
)
def test_what_is_the_course_s_or_the_teacher_s_is_not_there(warm: Warm, path: Path) -> None:
    seen = shown(run(warm, f"import os\nsorted(os.listdir({str(path)!r}))"))
    inside = {part for part in map(str, sandbox.visible()) if part.startswith(f"{path}/")}
    allowed = {f"'{Path(part).relative_to(path).parts[0]}'" for part in inside}
    assert (
        seen in {"FileNotFoundError", "PermissionError", "NotADirectoryError"}
        or set(seen.strip("[]").replace(",", "").split()) <= allowed
    )


@pytest.mark.parametrize("path", ["/", "/usr/bin", str(Path(labs.__file__).parent), "/dev"])
def test_nothing_outside_its_folder_can_be_written(warm: Warm, path: str) -> None:
    assert shown(run(warm, f"open({path!r} + '/mine', 'w')")) in {"OSError", "PermissionError"}


def test_nobody_finds_what_another_wrote(warm: Warm) -> None:
    places = ("/tmp", "/dev/shm", ".")  # noqa: S108 - those of the sandbox
    run(warm, f"for place in {places}:\n    open(place + '/note', 'w').write('psst')")
    found = run(warm, f"import os\n[os.path.exists(place + '/note') for place in {places}]")
    assert shown(found) == "[False, False, False]"


@pytest.mark.parametrize("part", [*lesson_parts()], ids=lambda part: part.__name__)
def test_every_part_that_is_here_is_found(warm: Warm, part: type[Part]) -> None:
    look = f"from {part.__module__} import {part.__name__}\n{part.__name__}.is_here()"
    assert shown(run(warm, look)) == str(part.is_here()) == "True"


def test_its_own_files_lie_beside_it(warm: Warm) -> None:
    cell = run(warm, "open('data/x.csv').read()", files={"data/x.csv": b"1,2"})
    assert shown(cell) == "'1,2'"


def test_there_is_no_network_but_its_own_loopback(warm: Warm) -> None:
    ask = "import socket\nsocket.create_connection(('192.0.2.1', 80), timeout=2)"
    assert shown(run(warm, ask)) == "OSError"
    serve = (
        "import socket\nserver = socket.create_server(('127.0.0.1', 0))\n"
        "socket.create_connection(server.getsockname()).getpeername() == server.getsockname()"
    )
    assert shown(run(warm, serve)) == "True"


def test_it_sees_its_own_processes_alone(warm: Warm) -> None:
    names = "import os\nsorted(int(name) for name in os.listdir('/proc') if name.isdigit())"
    assert shown(run(warm, names)) == "[1, 2]"


def test_the_environment_holds_nothing_of_the_teacher_s(
    warm: Warm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "tell nobody")
    with Warm(warm.kind) as kernel:
        assert shown(run(kernel, "import os\nos.environ.get('SECRET_TOKEN', 'none')")) == "'none'"


WAYS_TO_STAY = {
    "a session of its own": (
        "import subprocess\nsubprocess.Popen(['sleep', '{mark}'], start_new_session=True)"
    ),
    "a crowd": (
        "import subprocess\n"
        "for _ in range(60):\n"
        "    subprocess.Popen(['sleep', '{mark}'], start_new_session=True)"
    ),
    "two forks": (
        "import os\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    if os.fork() == 0:\n"
        "        os.execvp('sleep', ['sleep', '{mark}'])\n"
        "    os._exit(0)\n"
        "os.wait()"
    ),
    "nohup": "import os\nos.system('nohup setsid sleep {mark} > /dev/null 2>&1 &')",
    "every signal ignored": (
        "import os, signal\n"
        "if os.fork() == 0:\n"
        "    for number in set(signal.Signals) - {{signal.SIGKILL, signal.SIGSTOP}}:\n"
        "        signal.signal(number, signal.SIG_IGN)\n"
        "    os.execvp('sleep', ['sleep', '{mark}'])"
    ),
    "other namespaces, if they are to be had": (
        "import os\nos.system('(unshare -rpf sleep {mark} || sleep {mark}) > /dev/null 2>&1 &')"
    ),
}


@pytest.mark.parametrize("way", WAYS_TO_STAY)
def test_all_that_it_started_ends_with_it(warm: Warm, way: str) -> None:
    mark = str(86_421 + list(WAYS_TO_STAY).index(way))
    count = (
        "import pathlib, time\n"
        "def there():\n"
        "    for path in pathlib.Path('/proc').glob('[0-9]*/cmdline'):\n"
        "        try:\n"
        f"            if {mark!r} in path.read_text():\n"
        "                return True\n"
        "        except OSError:\n"
        "            pass\n"
        "for _ in range(100):\n"
        "    if there():\n"
        "        break\n"
        "    time.sleep(0.05)\n"
        "there()"
    )
    assert shown(run(warm, WAYS_TO_STAY[way].format(mark=mark), count)) == "True"
    assert not [p for p in psutil.process_iter(["cmdline"]) if mark in (p.info["cmdline"] or [])]


def test_it_has_no_rights_to_win_back(warm: Warm) -> None:
    rights = "[line for line in open('/proc/self/status') if line.startswith(('CapEff', 'NoNewP'))]"
    assert shown(run(warm, rights)) == "['CapEff:\\t0000000000000000\\n', 'NoNewPrivs:\\t1\\n']"
