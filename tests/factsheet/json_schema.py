"""As much of JSON Schema (2020-12) as docs/facts.schema.json uses; other words are refused."""

import re
from collections.abc import Iterator
from typing import Any

TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "null": type(None),
}
KNOWN = {
    *("$schema", "$defs", "$ref", "title", "description", "type", "enum", "pattern", "minimum"),
    *("properties", "required", "additionalProperties", "items"),
}


def faults(value: Any, schema: dict[str, Any], whole: dict[str, Any], at: str = "") -> list[str]:
    """What in a value is not as the schema says, by its place."""
    if "$ref" in schema:
        schema = whole["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    assert not schema.keys() - KNOWN, schema.keys() - KNOWN
    return list(look(value, schema, whole, at))


def look(value: Any, schema: dict[str, Any], whole: dict[str, Any], at: str) -> Iterator[str]:
    wanted = schema.get("type", [])
    types = [TYPES[one] for one in ([wanted] if isinstance(wanted, str) else wanted)]
    if types and type(value) not in types:
        yield f"{at} is {value!r}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at} is {value!r}"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{at} is {value!r}"
    if isinstance(value, int) and value < schema.get("minimum", value):
        yield f"{at} is {value!r}"
    if isinstance(value, list):
        for index, one in enumerate(value):
            yield from faults(one, schema["items"], whole, f"{at}[{index}]")
    if isinstance(value, dict):
        yield from look_into(value, schema, whole, at)


def look_into(
    value: dict[str, Any], schema: dict[str, Any], whole: dict[str, Any], at: str
) -> Iterator[str]:
    known = schema.get("properties", {})
    yield from (
        f"{at}.{name} is missing" for name in schema.get("required", []) if name not in value
    )
    for name, one in value.items():
        rule = known.get(name, schema.get("additionalProperties", True))
        if rule is False:
            yield f"{at}.{name} is too much"
        elif isinstance(rule, dict):
            yield from faults(one, rule, whole, f"{at}.{name}")
