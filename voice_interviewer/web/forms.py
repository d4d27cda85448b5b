"""What a plain form of ours sends, as text; no library for files is needed, those come in pieces."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.requests import Request

from ..errors import UsageError

LARGEST_FORM = 2 * 1024 * 1024
"Bytes: a flow file pasted into a page is the longest."


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form; of several with one name the last. Raises UsageError for what is no form of ours."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await request.body()
    if kind != "application/x-www-form-urlencoded" or len(body) > LARGEST_FORM:
        raise UsageError("this is no form of ours, or too long a one.", fix="Load the page again.")
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="replace", max_num_fields=200)
    except (ValueError, UnicodeDecodeError) as error:
        raise UsageError("this is no form of ours.", fix="Load the page again.") from error
    return {name: value.replace("\r\n", "\n") for name, value in pairs}
