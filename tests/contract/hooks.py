"""Supplies what the schemas in openapi.yaml cannot express: real photos, existing file names, masks of the right size, and a
`field` in the query that matches the body."""

import base64
import json
import os
import pathlib
import re
import urllib.request

import jsonschema_rs
import schemathesis
from hypothesis import strategies as st

SITE = os.environ["REROOM_SANDBOX"]
FILES = pathlib.Path(os.environ["REROOM_FILES"])
PHOTO = (FILES / "photo.jpg").read_bytes()
MASK = (FILES / "mask.png").read_bytes()

schemathesis.openapi.media_type("image/jpeg", st.just(PHOTO), aliases=["image/jpg"])
schemathesis.openapi.media_type("image/png", st.just(MASK))

WELL_FORMED = {
    "file_name": re.compile(r"[0-9a-fA-F-]{36}\.(?:jpg|jpeg|png)"),
    "file_url": re.compile(r"https?://[A-Za-z0-9.-]+(?:/[\w./-]*)?"),
    "mask": re.compile(r"(?=.)(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"),
}


def upload():
    headers = {"authorization": "Bearer sandbox", "content-type": "image/jpeg"}
    request = urllib.request.Request(SITE + "/api/enterprise/upload", PHOTO, headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["fileName"]


NAME = upload()
REAL = {
    "file_name": NAME,
    "file_url": f"{SITE}/sandbox/uploads/{NAME}",
    "mask": base64.b64encode(MASK).decode(),
}


@schemathesis.hook
def before_call(context, case, kwargs):
    if not isinstance(case.body, dict):
        return
    positive = case.meta is None or case.meta.generation.mode.is_positive
    for name, pattern in WELL_FORMED.items():
        value = case.body.get(name)
        if isinstance(value, str) and (positive or pattern.fullmatch(value)):
            case.body[name] = REAL[name]
    if positive and case.operation.path == "/api/enterprise/render":
        case.query["field"] = field_of(case.body, case.operation.schema.raw_schema["components"])


def field_of(body, components):
    """Finds the field that a request body belongs to."""
    if "field" in body:
        return body["field"]
    kinds = [kind for kind in components["schemas"]["RenderRequest"]["anyOf"] if "/Exterior" not in kind["$ref"]]
    indoors = jsonschema_rs.validator_for({"anyOf": kinds, "components": components})
    return "interior" if indoors.is_valid(body) else "exterior"
