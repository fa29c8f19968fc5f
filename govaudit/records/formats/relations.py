"""How a workbook of .xlsx hangs together: which part holds which sheet, and whether it points outside."""

from __future__ import annotations

from xml.parsers import expat


def sheets_of_xlsx(data: bytes) -> list[tuple[str, str]]:
    """Give the sheets of `workbook.xml`: name and relationship.

    Raises:
        ValueError: it is not well-formed.
    """
    found = []
    for name, attributes in _elements(data):
        if name == "sheet":
            relation = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            found.append((attributes.get("name", ""), relation))
    return found


def targets(data: bytes) -> dict[str, str]:
    """Give the parts that relationships name, by id; none if there is nothing.

    Raises:
        ValueError: they are not well-formed.
    """
    return {attributes.get("Id", ""): attributes.get("Target", "") for name, attributes in _elements(data) if name == "Relationship"}


def _elements(data: bytes) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: found.append((name.rpartition(":")[2], attributes))
    parser.StartDoctypeDeclHandler = _refuse
    if data:
        try:
            parser.Parse(data, True)  # noqa: FBT003 - expat takes no keywords
        except (expat.ExpatError, LookupError) as error:
            raise ValueError(f"XML 有误:{error}") from None
    return found


def _refuse(*_: object) -> None:
    raise ValueError("XML 里有 DOCTYPE 声明")
