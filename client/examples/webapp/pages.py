"""The one page: who is signed in, or the form to do so.

Owns: HTML. Never: anything from outside that is not escaped.
"""

from __future__ import annotations

from html import escape

from mintmark.integrations.asgi import read_cookie
from mintmark.verify import TokenRefusedError, VerifiedToken, Verifier
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from webapp.sessions import SESSION

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Orders</title><script src="/static/page.js" defer></script></head>
<body>{body}</body></html>
"""
_LOGIN = """<form method="post" action="/session/login">{failed}
<label>Email <input name="login_id" type="email" autocomplete="username" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button>Sign in</button></form>"""
_HOME = """<p>Signed in as <b>{user}</b>, working for <b>{tenant}</b>.</p>
<form method="post" action="/session/tenant">{tenants}</form>
<form method="post" action="/session/logout"><button>Sign out</button></form>
<p><button id="order">Order</button> <output id="answer"></output></p>"""


async def show_page(request: Request, verifier: Verifier) -> Response:
    """Return the page. A session token that is over looks like none; the page's script then tries to refresh once."""
    try:
        token = await verifier.verify_async(read_cookie(request, SESSION))
    except TokenRefusedError:
        failed = "<p>That did not work.</p>" if "failed" in request.query_params else ""
        return HTMLResponse(_PAGE.format(body=_LOGIN.format(failed=failed)))
    return HTMLResponse(_PAGE.format(body=_show_home(token)))


def _show_home(token: VerifiedToken) -> str:
    names = sorted(token.claims.get("tenants", {}))
    tenants = "".join(f'<button name="tenant" value="{escape(name)}">{escape(name)}</button>' for name in names)
    return _HOME.format(user=escape(token.user_id), tenant=escape(token.tenant_id or "nobody"), tenants=tenants)
