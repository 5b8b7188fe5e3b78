"""A row for a page takes forms of fields, and is open to whom its scope says."""

from __future__ import annotations

from resolver.web.openapi import document
from resolver.web.page_routes import PAGE_ROUTES, page_route
from resolver.web.route import FIELDS, MAX_BODY_BYTES


def test_a_page_has_no_body_and_a_form_has_fields() -> None:
    page = page_route("GET", "/x", "A page.")
    form = page_route("POST", "/x", "A form.", "write", max_bytes=9)
    assert (page.body, page.scope, page.is_page) == (None, "read", True)
    assert form.body is not None
    assert (form.body.media_types, form.body.max_bytes, form.scope) == ((FIELDS,), 9, "write")
    assert page_route("POST", "/x", "A form.").body == form.body._replace(max_bytes=MAX_BODY_BYTES)


def test_no_page_is_a_route_for_programs() -> None:
    paths = document()["paths"]
    assert not [each.path for each in PAGE_ROUTES if each.path in paths]
    assert all(each.is_page and not each.may_come_again for each in PAGE_ROUTES)
