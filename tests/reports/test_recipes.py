"""The recipes for CI do what they say: their very commands are run in a repository of their own, with the environment they make stood in for."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import needs

ROOT = Path(__file__).parents[2]
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
TEMPLATE: dict[str, Any] = yaml.safe_load((ROOT / "templates/govaudit.gitlab-ci.yml").read_text(encoding="utf-8"))
LEDGER = "来件 台账.json"
MESSAGES = [
    {"id": "1", "received_at": "2021-09-17", "replied_at": "2021-10-08", "channel": "微博", "unit": "民政所"},
    {"id": "2", "received_at": "2021-09-17", "replied_at": "2021-10-09", "channel": "微博", "unit": "民政所"},
]
#: Stands in for `python3 -m venv FOLDER`: the environment has our interpreter, its `pip install` notes what it was asked, its `govaudit` is this one.
PYTHON3 = f"""#!/bin/sh
mkdir -p "$3/bin"
printf '%s\\n' '#!/bin/sh' 'echo "$@" >>"$PIP_LOG"' >"$3/bin/python"
printf '%s\\n' '#!/bin/sh' 'exec "{sys.executable}" -m govaudit "$@"' >"$3/bin/govaudit"
chmod +x "$3/bin/python" "$3/bin/govaudit"
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Make a repository with a ledger of two messages, one of them answered late, and a `python3` that needs no network."""
    folder = tmp_path / "repository"
    (folder / ".git").mkdir(parents=True)
    (folder / LEDGER).write_text(json.dumps({"inquiries": MESSAGES}, ensure_ascii=False), encoding="utf-8")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python3").write_text(PYTHON3, encoding="utf-8")
    (tmp_path / "bin/python3").chmod(0o755)
    return folder


def run(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script as CI does, with the stand-in first on the path."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "CI"))}
    path = f"{folder.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**known, "PATH": path, "PYTHONPATH": str(ROOT), "PIP_LOG": str(folder.parent / "pip.log"), **environment}
    return subprocess.run([needs.program("bash"), "-eo", "pipefail", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False)


# -- the action of GitHub ----------------------------------------------------------------------------------------------


def acted(folder: Path, **given: str) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
    """Run the steps of the action with some inputs; return what the last printed, and its outputs."""
    inputs = {name: given.get(name.replace("-", "_"), one.get("default", "")) for name, one in ACTION["inputs"].items()}
    files = {name: folder.parent / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    runner = {name: str(path) for name, path in files.items()} | {
        "RUNNER_TEMP": str(folder.parent / "temp"),
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_ACTIONS": "true",
    }
    done = None
    for step in ACTION["runs"]["steps"]:
        assert "bash" == step["shell"]
        assert "${{" not in step["run"]
        filled = {name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda match: inputs[match[1]], value) for name, value in step.get("env", {}).items()}
        done = run(step["run"], folder, **runner, **filled)
    assert done is not None
    return done, dict(line.split("=") for line in files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines())


def test_action_annotates_summarises_and_writes_sarif(repository: Path) -> None:
    """The late answer is annotated at its path, which has a blank; summary and SARIF log are written; the step fails with the program's code."""
    done, outputs = acted(repository, paths=LEDGER, packs="dianxia-2021", as_of="2021-12-20", sarif="out.sarif", args="--select=DX21-3.3.3")
    results = json.loads((repository / "out.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]

    assert (1, {"exit-code": "1"}) == (done.returncode, outputs), done.stderr
    assert f"::error file={LEDGER},line=1," in done.stdout
    assert "# 政务公开核查报告" in (repository.parent / "GITHUB_STEP_SUMMARY").read_text(encoding="utf-8")
    assert ["fail"] == [one["kind"] for one in results]
    assert f"-m pip install --quiet --disable-pip-version-check {ROOT}\n" == (repository.parent / "pip.log").read_text(encoding="utf-8")


def test_action_obeys_its_inputs(repository: Path) -> None:
    """`fail-on`, `strict`, packs and options on lines of their own reach the program; an input is never a command.

    The violation does not count, so it is what could not be judged, for want of a ledger of meetings, that ends the step.
    """
    args = "--select=DX21-3.3.3\n--select=DX21-T24.2\n--office=$(touch x); `touch x`"
    done, outputs = acted(repository, paths=f"{LEDGER}\n", packs="dianxia-2021\n", as_of="2021-12-20", fail_on="never", strict="true", args=args)

    assert (3, {"exit-code": "3"}) == (done.returncode, outputs), done.stderr
    assert [LEDGER] == [one.name for one in repository.iterdir() if one.name != ".git"]


# -- the template of GitLab --------------------------------------------------------------------------------------------


def test_template_writes_what_it_says(repository: Path) -> None:
    """Every artifact is there and read by its reader's parser; the job ends with the program's code."""
    (repository / LEDGER).rename(repository / "ledger.json")
    (job,) = TEMPLATE.values()
    variables = dict.fromkeys(job["variables"], "") | {
        "GOVAUDIT_SOURCE": "govaudit.whl",
        "GOVAUDIT_PATHS": "ledger.json",
        "GOVAUDIT_OPTIONS": "-p dianxia-2021 --as-of 2021-12-20 --select DX21-3.3.3",
    }
    done = run("\n".join(job["script"]), repository, **variables)
    artifacts = job["artifacts"]
    items = json.loads((repository / artifacts["reports"]["codequality"]).read_text(encoding="utf-8"))
    suites = ET.parse(repository / artifacts["reports"]["junit"]).getroot()  # noqa: S314 - our own

    assert 1 == done.returncode, done.stderr
    assert [] == [path for path in artifacts["paths"] if not (repository / path).is_file()]
    assert set(artifacts["reports"].values()) < set(artifacts["paths"])
    assert "ledger.json" == items[0]["location"]["path"]
    assert "1" == suites.attrib["failures"]
    assert "合计 2 项判断" in done.stdout


@pytest.mark.parametrize("lacking", ["GOVAUDIT_SOURCE", "GOVAUDIT_PATHS"])
def test_template_asks_for_what_it_needs(repository: Path, lacking: str) -> None:
    """Without a source or ledgers the job fails and says which variable is empty."""
    (job,) = TEMPLATE.values()
    done = run("\n".join(job["script"]), repository, **{"GOVAUDIT_SOURCE": "x", "GOVAUDIT_PATHS": "y", "GOVAUDIT_OPTIONS": "", lacking: ""})

    assert 0 != done.returncode
    assert lacking in done.stderr


# -- hooks of pre-commit -----------------------------------------------------------------------------------------------


def test_hooks_are_the_three_that_are_promised() -> None:
    """Lint, test and check, each of which looks at the whole and not at single files."""
    assert {"govaudit-rules-check", "govaudit-rules-test", "govaudit-check"} == {hook["id"] for hook in HOOKS}
    assert {(False, True, "python")} == {(hook["pass_filenames"], hook["require_serial"], hook["language"]) for hook in HOOKS}
    assert r"^rules/.*\.ya?ml$" == HOOKS[0]["files"] == HOOKS[1]["files"]


@pytest.mark.slow
def test_hooks_run(tmp_path: Path) -> None:
    """pre-commit takes the hooks and runs them: a pack that is in order passes, a ledger with violations does not."""
    if find_spec("pre_commit") is None:
        needs.missing("needs pre-commit")
    (tmp_path / "rules").symlink_to(ROOT / "rules", target_is_directory=True)
    args = {"govaudit-rules-check": ["guangdong-2016"], "govaudit-rules-test": ["guangdong-2016"]}
    args["govaudit-check"] = ["ledger.json", "-p", "dianxia-2021", "--as-of", "2021-12-20", "--select", "DX21-3.3.3"]
    hooks = [hook | {"language": "system", "args": args[hook["id"]], "entry": f"{sys.executable} -m {hook['entry']}", "always_run": True} for hook in HOOKS]
    (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]}), encoding="utf-8")
    (tmp_path / "ledger.json").write_text(json.dumps({"inquiries": MESSAGES}), encoding="utf-8")
    subprocess.run([needs.program("git"), "init", "--quiet"], cwd=tmp_path, check=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {
        "PRE_COMMIT_HOME": str(tmp_path / "home"),
        "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
    }
    manifest = subprocess.run([sys.executable, "-m", "pre_commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml"], check=False)
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    outcomes = dict(re.findall(r"^(govaudit[ a-z]+)\.+(Passed|Failed)$", done.stdout, re.MULTILINE))

    assert 0 == manifest.returncode
    assert {"govaudit rules lint": "Passed", "govaudit rules test": "Passed", "govaudit check": "Failed"} == outcomes, done.stdout
    assert "违规" in done.stdout
