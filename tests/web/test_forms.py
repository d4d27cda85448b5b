"""A form's fields as text: what a plain form of ours sends, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from web_kit import browser, served

from voice_interviewer.web.forms import LARGEST_FORM, form_of


def client(root: Path):
    async def echo(request: Request) -> Response:
        return JSONResponse(await form_of(request))

    fenced = served(root)
    fenced.app.router.routes.insert(0, Route("/test", echo, methods=["POST"]))
    return browser(fenced)


def test_fields_are_text(tmp_path: Path):
    """Lines end as everywhere else, an empty field is there, and of two with one name the last counts."""
    answer = client(tmp_path).post("/test", content="a=x%0D%0Ay&b=&c=1&c=2&d=%C3%A9", headers=FORM)
    assert answer.json() == {"a": "x\ny", "b": "", "c": "2", "d": "é"}


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("body", [b"a=1&" * 500, b"a=" + b"x" * LARGEST_FORM, b"a=\xff\xfe"])
def test_what_no_form_of_ours_sends_is_refused(tmp_path: Path, body: bytes):
    """Too many fields, too long a one, bytes that are no text."""
    assert client(tmp_path).post("/test", content=body, headers=FORM).status_code == 400


def test_another_kind_is_refused(tmp_path: Path):
    """JSON, or files in a form."""
    for kind in ("application/json", "multipart/form-data; boundary=x", ""):
        assert client(tmp_path).post("/test", content=b"a=1", headers={"Content-Type": kind}).status_code == 400
