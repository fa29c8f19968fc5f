"""The project's own settings, `govaudit.yaml`, found upwards from the working folder; and the `meta` of a records file."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from govaudit.errors import Place, Problem, SourceError
from govaudit.strictyaml import load

NAME = "govaudit.yaml"


class Given(BaseModel):
    """What configuration and meta can both say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    packs: list[str] = Field(default=[], description="所用要点的编号")
    office: str = Field(default="", description="受检机关")
    role: str = Field(default="", description="受检机关的角色(units.role)")
    parameters: dict[str, Any] = Field(default={}, description="要点没有写明、由使用单位设定的数字")


class Config(Given):
    """govaudit.yaml."""

    mapping: str = Field(default="", description="映射文件")
    retroactive: bool = False
    fail_on: Literal["error", "warning", "info", "never"] = "error"
    strict: bool = False


class Meta(Given):
    """The `meta` object of a JSON file: whose records these are, and as of when they were exported."""

    as_of: str = Field(default="", description="导出时点,作为缺省的统计时点")
    note: str = ""


def find_config(start: Path) -> Path | None:
    """Return the nearest govaudit.yaml in `start` or above it, up to the repository's root."""
    for folder in (start, *start.parents):
        if (folder / NAME).is_file():
            return folder / NAME
        if (folder / ".git").exists():
            return None
    return None


def load_config(path: Path | None) -> Config:
    """Load a configuration; without a path, the empty one.

    Raises:
        SourceError: it cannot be read or has unknown keys.
    """
    if path is None:
        return Config()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(Problem(Place(str(path)), f"配置文件无法读取:{error}", "UTF-8 编码的 YAML")) from None
    document = load(text, str(path))
    try:
        return Config.model_validate(document.data or {})
    except ValidationError as error:
        raise SourceError(document.problems(error, Config)) from None


def parse_meta(raw: Any, path: str) -> Meta:
    """Validate the `meta` object of a records file.

    Raises:
        SourceError: unknown keys or wrong types.
    """
    try:
        return Meta.model_validate(dict(raw or {}))
    except ValidationError as error:
        problems = [
            Problem(
                Place(path, pointer="/meta/" + "/".join(map(str, one["loc"]))),
                f"meta 中的 {'.'.join(map(str, one['loc']))} 无效:{one['msg']}",
                f"可写的项:{'、'.join(Meta.model_fields)}",
            )
            for one in error.errors()
        ]
        raise SourceError(problems) from None
