"""The set-up that the two commands share, tried without a network and without touching the machine."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = ("run", "test", ".ci/run", "packaging/setup.sh", "packaging/lock.sh")
TOOLS = ("cat", "chmod", "cksum", "dirname", "id", "ln", "mkdir", "rm", "sed", "sh", "sleep", "tr", "uname")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the shell scripts are for Linux and macOS")


@pytest.fixture
def machine(tmp_path: Path, root: Path) -> Path:
    """A bare machine: a project folder with a Vietnamese name, and a PATH with the basic tools only."""
    project = tmp_path / "Dự án thử"
    shutil.copytree(root / "packaging", project / "packaging")
    for name in ("run", "test", "requirements.lock", "requirements-test.lock"):
        shutil.copy(root / name, project / name)
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in TOOLS:
        if found := shutil.which(name):
            (tools / name).symlink_to(found)
    return tmp_path


def _program(machine: Path, name: str, body: str) -> None:
    path = machine / "bin" / name
    path.unlink(missing_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def _environment(machine: Path, extra: dict[str, str] | None = None) -> dict[str, str]:
    return {"PATH": str(machine / "bin"), "HOME": str(machine), "LC_ALL": "C.UTF-8", **(extra or {})}


def _sourced(machine: Path, code: str, **extra: str) -> subprocess.CompletedProcess[str]:
    project = machine / "Dự án thử"
    return subprocess.run(
        ["sh", "-euc", f'ROOT="{project}"; . "$ROOT/packaging/setup.sh"; {code}'],
        env=_environment(machine, extra),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("name", SCRIPTS)
def test_script_is_plain_posix_shell(root: Path, name: str) -> None:
    path = root / name
    if name != "packaging/setup.sh":
        assert os.access(path, os.X_OK)
        assert path.read_text("utf-8").startswith("#!/bin/sh\n")
    assert b"\r" not in path.read_bytes()
    subprocess.run(["sh", "-n", str(path)], check=True)


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not installed")
def test_shellcheck_finds_nothing(root: Path) -> None:
    done = subprocess.run(
        ["shellcheck", "-x", "-P", str(root), *SCRIPTS],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("arguments", "window"),
    [
        ("", True),
        ("--library /tmp/x", True),
        ("--library=/tmp/x", True),
        ("--json --library /tmp/x", True),
        ("--library demo", True),
        ("--library", False),
        ("--version", False),
        ("--help", False),
        ("demo", False),
        ("--library /tmp/x demo --out /tmp/y", False),
        ("--json search 'Đà Nẵng'", False),
    ],
)
def test_only_a_call_without_subcommand_needs_qt(machine: Path, arguments: str, window: bool) -> None:
    done = _sourced(machine, f"if wants_window {arguments}; then echo window; else echo none; fi")
    assert done.stdout.strip() == ("window" if window else "none"), done.stderr


@pytest.mark.parametrize(
    ("desktop", "platform"),
    [
        ({}, "offscreen"),
        ({"DISPLAY": ":0"}, "xcb"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "wayland"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "xcb"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0", "XDG_SESSION_TYPE": "wayland"}, "wayland"),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "offscreen"),
    ],
)
def test_qt_platform_follows_the_desktop(machine: Path, desktop: dict[str, str], platform: str) -> None:
    assert _sourced(machine, "qt_platform", **desktop).stdout == platform


OLD_PYTHON = 'case "$2" in *version_info*) echo 3.10 ;; *) exit 1 ;; esac'


@pytest.mark.parametrize(
    ("python", "offers", "packages"),
    [
        (None, [("python3", "3.11.2-1+b1")], "python3 python3-venv"),
        (None, [("python3", "3.13.5-1")], "python3 python3-venv"),
        (
            OLD_PYTHON,
            [("python3", "3.10.6-1"), ("python3.11-venv", "3.11.0~rc1-1")],
            "python3.11 python3.11-venv",
        ),
        (OLD_PYTHON, [("python3", "3.10.6-1")], "python3.11 python3.11-venv"),
        (OLD_PYTHON, [], "python3.11 python3.11-venv"),
        (None, [], "python3 python3-venv"),
    ],
)
def test_without_python_a_user_is_told_which_package(
    machine: Path, python: str | None, offers: list[tuple[str, str]], packages: str
) -> None:
    if python:
        _program(machine, "python3", python)
    answers = "".join(f'{name}) echo "  Candidate: {version}" ;; ' for name, version in offers)
    _program(machine, "apt-cache", f'case "$2" in {answers}*) echo "  Candidate: (none)" ;; esac')
    done = subprocess.run(
        [str(machine / "Dự án thử" / "run"), "demo"],
        env=_environment(machine),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert (
        f"ERROR: Python 3.11-3.14 with venv is needed. Debian/Ubuntu: sudo apt install {packages}\n"
        in done.stderr
    )
    assert "LỖI: " in done.stderr
    assert not (machine / "Dự án thử" / ".venv").exists()
    assert not (machine / "Dự án thử" / ".venv.lock").exists()


def test_python_without_venv_names_its_own_package(machine: Path) -> None:
    _program(machine, "python3", 'case "$2" in *version_info*) echo 3.12 ;; *) exit 1 ;; esac')
    done = _sourced(machine, "ensure_python")
    assert done.returncode == 2
    assert "sudo apt install python3.12-venv\n" in done.stderr


def test_root_installs_the_newer_python_where_the_system_one_is_too_old(machine: Path) -> None:
    _program(machine, "python3", OLD_PYTHON)
    _program(machine, "id", "echo 0")
    _program(
        machine,
        "apt-cache",
        'case "$2" in python3) echo "  Candidate: 3.10.6-1" ;; '
        'python3.11-venv) echo "  Candidate: 3.11.0~rc1-1" ;; *) echo "  Candidate: (none)" ;; esac',
    )
    _program(
        machine,
        "apt-get",
        f'echo "$*" >>"$HOME/apt.log"; [ "$1" = update ] || ln -sf "{sys.executable}" "$HOME/bin/python3.11"',
    )
    done = _sourced(machine, 'ensure_python; apt_install one; printf %s "$BASE"')
    assert done.returncode == 0, done.stderr
    assert done.stdout == os.path.realpath(sys.executable)
    calls = (machine / "apt.log").read_text("utf-8").splitlines()
    assert [call for call in calls if call.startswith("update")] == ["update -qq"]
    assert "python3.11 python3.11-venv" in calls[1]


def test_half_made_environment_is_removed_when_the_set_up_fails(machine: Path) -> None:
    done = _sourced(machine, 'take_lock; mkdir -p "$VENV/bin"; die "no network" "không có mạng"')
    assert done.returncode == 2
    assert not (machine / "Dự án thử" / ".venv").exists()
    assert not (machine / "Dự án thử" / ".venv.lock").exists()


def test_whole_environment_survives_a_failed_upgrade(machine: Path) -> None:
    done = _sourced(
        machine, 'take_lock; mkdir -p "$VENV"; echo old >"$VENV/bang-giao.run"; die "no network" "lỗi"'
    )
    assert done.returncode == 2
    assert (machine / "Dự án thử" / ".venv" / "bang-giao.run").exists()


def test_environment_of_another_lock_file_is_not_ready(machine: Path) -> None:
    fresh = 'mkdir -p "$VENV/bin"; : >"$PY"; chmod +x "$PY"; stamp_of run >"$VENV/bang-giao.run"; '
    assert _sourced(machine, fresh + "is_ready run").returncode == 0
    assert _sourced(machine, fresh + "is_ready test").returncode == 1
    assert _sourced(machine, fresh + 'echo "# new" >>"$ROOT/requirements.lock"; is_ready run').returncode == 1


def test_a_lock_left_by_a_dead_start_is_taken_over(machine: Path) -> None:
    dead = subprocess.Popen(["true"])
    dead.wait()
    lock = machine / "Dự án thử" / ".venv.lock"
    lock.mkdir()
    (lock / "pid").write_text(f"{dead.pid}\n", encoding="utf-8")
    assert _sourced(machine, "take_lock; release_lock").returncode == 0
    assert not lock.exists()


def test_a_second_start_waits_for_the_first(machine: Path) -> None:
    project = machine / "Dự án thử"
    lock = project / ".venv.lock"
    lock.mkdir()
    (lock / "pid").write_text(f"{os.getpid()}\n", encoding="utf-8")
    with subprocess.Popen(
        ["sh", "-euc", f'ROOT="{project}"; . "$ROOT/packaging/setup.sh"; take_lock; echo mine; release_lock'],
        env=_environment(machine),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as second:
        assert second.stdout
        assert second.stderr
        assert "Another start" in second.stderr.readline()
        assert second.poll() is None
        shutil.rmtree(lock)
        assert second.stdout.read() == "mine\n"
    assert second.returncode == 0


def test_arguments_output_and_exit_code_pass_through(machine: Path) -> None:
    project = machine / "Dự án thử"
    (project / ".venv" / "bin").mkdir(parents=True)
    interpreter = project / ".venv" / "bin" / "python"
    interpreter.write_text('#!/bin/sh\nprintf "<%s>" "$@"\nexit 7\n', encoding="utf-8")
    interpreter.chmod(0o755)
    _sourced(machine, 'stamp_of run >"$VENV/bang-giao.run"')
    done = subprocess.run(
        [str(project / "run"), "search", "đoàn ra  2025", ""],
        cwd=machine,
        env=_environment(machine),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 7
    assert done.stdout == "<-P><-X><utf8><-m><desktop_app><search><đoàn ra  2025><>"
    assert done.stderr == ""
