"""The virtual CRM on a socket, for those outside the phones' process."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from aiohttp import web

from devices.virtual.crm.call import ApiError
from devices.virtual.os.process import Offline

if TYPE_CHECKING:
    from devices.virtual.crm.service import VirtualCrm


def make_application(crm: VirtualCrm) -> web.Application:
    """An application that hands every request to the CRM, on the loop that the phones use too."""

    async def answer(request: web.Request) -> web.Response:
        try:
            body = await _body(request)
        except ApiError as refusal:
            return web.json_response(refusal.body, status=refusal.status)
        try:
            reply = crm.handle(request.method, request.path_qs, request.headers, body)
        except Offline:
            return web.Response(status=504)  # what a proxy says for a reply that never came
        return web.json_response(reply.body, status=reply.status)

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", answer)
    return application


async def _body(request: web.Request) -> object:
    text = await request.text()
    if not text:
        return None
    try:
        return cast("object", json.loads(text))
    except json.JSONDecodeError:
        raise ApiError(400, "The body is not JSON") from None
