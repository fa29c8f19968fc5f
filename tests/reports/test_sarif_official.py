"""SARIF before its official judges: the schema and the validator of the npm package that `.ci/run` unpacks."""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from pathlib import Path

import jsonschema
import pytest

from tests import needs
from tests.reports.cases import AUDITS
from tests.reports.made import audit_of, text_of

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
LOGS = [(name, audit) for name in ("sarif", "sarif-full") for audit in AUDITS]


@pytest.fixture(scope="module")
def official() -> Path:
    """Return the folder of the unpacked package."""
    folder = Path(os.environ.get("GOVAUDIT_SARIF_MULTITOOL") or ROOT / ".cache/sarif/package")
    if not (folder / "Sarif.Multitool").exists():
        needs.missing("needs the package @microsoft/sarif-multitool-linux, see .ci/run")
    return folder


@pytest.mark.parametrize(("name", "audit"), LOGS)
def test_schema(official: Path, name: str, audit: str) -> None:
    """Every log satisfies the schema; one without a message does not, so the schema is at work."""
    schema = json.loads((official / "sarif-2.1.0.json").read_text(encoding="utf-8-sig"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    log = json.loads(text_of(name, audit))
    validator.validate(log)
    log["runs"][0]["results"] = [{"ruleId": "R"}]

    assert not validator.is_valid(log)


def test_validator_finds_no_error(official: Path, tmp_path: Path) -> None:
    """The validator lists no error, neither of SARIF's rules nor of GitHub's; notes show that it read each log, and one without places is found wanting.

    Its exit code is 0 whatever it finds. All logs are judged in one call, which takes seconds.
    """
    for name, audit in LOGS:
        (tmp_path / f"{name}-{audit}.sarif").write_bytes(text_of(name, audit).encode())
    broken = json.loads(text_of("sarif", audit_of({})))
    broken["runs"][0]["results"][0]["locations"] = []
    (tmp_path / "broken.sarif").write_text(json.dumps(broken), encoding="utf-8")
    files = sorted(one.name for one in tmp_path.iterdir())
    found = judged(official, tmp_path, files)

    assert 0 < found.pop("broken.sarif")["error"]
    assert {} == {file: counts for file, counts in found.items() if counts["error"] or not counts.total()}


def judged(official: Path, folder: Path, files: list[str]) -> dict[str, Counter[str]]:
    """Validate logs and count what is found by file and level."""
    command: list[str | Path] = [official / "Sarif.Multitool", "validate", *files, "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning;Note"]
    options = ["-o", "found.log", "--log", "ForceOverwrite"]
    subprocess.run([*command, *options], cwd=folder, env=os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}, check=True, capture_output=True)
    found: dict[str, Counter[str]] = {file: Counter() for file in files}
    for one in json.loads((folder / "found.log").read_text(encoding="utf-8-sig"))["runs"][0].get("results", []):
        uri = one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        found[uri.rpartition("/")[2]][one.get("level", "warning")] += 1
    return found
