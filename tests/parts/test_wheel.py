"""Packages by pip: those of a lock, compared with its hashes, and what pip says if it fails."""

from pathlib import Path

import pytest

from labs.parts import InstallError, Wheel


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / "part.lock"


def test_what_is_there_is_not_touched(lock: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lock.write_text("")
    Wheel(lock).bring(pytest.fail)
    assert capfd.readouterr() == ("", "")


def test_it_is_here_if_every_package_is_that_this_system_needs(lock: Path) -> None:
    lock.write_text(
        "# made\npip==23 \\\n    --hash=sha256:0\nno-such==1 ; sys_platform == 'plan9'\n"
    )
    assert Wheel(lock).is_here()
    lock.write_text("pip==23 \\\n    --hash=sha256:0\nno-such==1 \\\n    --hash=sha256:0\n")
    assert not Wheel(lock).is_here()


def test_a_lock_that_cannot_be_installed_shows_pips_words_and_the_cause(
    lock: Path, tmp_path: Path
) -> None:
    lock.write_text(f"nowhere @ file://{tmp_path}/nowhere.whl --hash=sha256:{'0' * 64}\n")
    with pytest.raises(InstallError, match=r"nowhere\.whl[\s\S]*-m pip [\s\S]*Likely cause"):
        Wheel(lock).bring(pytest.fail)


def test_a_wheel_whose_checksum_differs_is_refused(lock: Path, tmp_path: Path) -> None:
    (tmp_path / "tool-1.0-py3-none-any.whl").write_bytes(b"changed on its way")
    place = f"file://{tmp_path}/tool-1.0-py3-none-any.whl"
    lock.write_text(f"tool @ {place} --hash=sha256:{'0' * 64}\n")
    with pytest.raises(InstallError, match="a download is not the file that"):
        Wheel(lock).bring(pytest.fail)


def test_without_a_network_the_cause_is_said(lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:1/simple")  # where nobody listens
    monkeypatch.setenv("PIP_RETRIES", "0")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    lock.write_text(f"no-such-tool==1.0 --hash=sha256:{'0' * 64}\n")
    with pytest.raises(InstallError, match="the package index was not reached: no network"):
        Wheel(lock).bring(pytest.fail)
