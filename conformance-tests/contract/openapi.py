"""The reduced specification as an OpenAPI document, for tools that read such: data/routes.txt and data/shapes.txt said again."""

from .routes import all_routes
from .shapes import shapes

SIMPLE = {
    "string": {"type": "string"}, "int": {"type": "integer", "format": "int32"}, "long": {"type": "integer", "format": "int64"}, "float": {"type": "number", "format": "float"},
    "double": {"type": "number", "format": "double"}, "bool": {"type": "boolean"}, "uuid": {"type": "string", "format": "uuid"}, "date": {"type": "string", "format": "date-time"},
    "binary": {"type": "string", "format": "binary"}, "any": {},
}


def document(examples, leave_out=()):
    """All routes but those whose names are in `leave_out`. `examples`: values for parameters, by name."""
    paths = {}
    for route in all_routes():
        if route.name not in leave_out:
            paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, examples)
    schemas = {name: _shape(*shape) for name, shape in shapes().items()}
    return {"openapi": "3.0.3", "info": {"title": "Jellyfin", "version": "12.0.0"}, "paths": paths, "components": {"schemas": schemas}}


def _operation(route, examples):
    operation = {"parameters": [_parameter(one, route, examples) for one in route.parameters], "responses": {"default": {"description": "any"}}}
    said = {parameter.name for parameter in route.parameters}
    operation["parameters"] += [{"name": name, "in": "path", "required": True, "schema": SIMPLE["string"]} for name in sorted(route.in_path - said)]
    if route.body:
        kind = route.body if "/" in route.body else "application/json"
        operation["requestBody"] = {"content": {kind: {"schema": _type("binary" if "/" in route.body else route.body)}}}
    return operation


def _parameter(parameter, route, examples):
    said = {"name": parameter.name, "in": "path" if parameter.name in route.in_path else "query", "required": parameter.required, "schema": _type(parameter.type)}
    if parameter.name in examples and not parameter.type.startswith(("[", "{")):
        said["example"] = examples[parameter.name]
    return said


def _type(kind):
    if kind.startswith("["):
        return {"type": "array", "items": _type(kind[1:-1])}
    if kind.startswith("{"):
        return {"type": "object", "additionalProperties": _type(kind[1:-1])}
    return SIMPLE.get(kind) or ({} if kind == "any" else {"$ref": f"#/components/schemas/{kind}"})


def _shape(what, parts):
    if what == "enum":
        return {"type": "string", "enum": sorted(parts)}
    if what == "union":
        return {"oneOf": [_type(part) for part in parts]}
    if what == "map":
        return {"type": "object", "additionalProperties": _type(parts)}
    return {"type": "object", "properties": {name: _type(kind) for name, (kind, _, _) in parts.items()}}
