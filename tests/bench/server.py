"""A real server process that also serves the floor: `python -m tests.bench.server`.

Like `mintmark-server serve`, with settings from `MINTMARK_…` in the environment alone (`MINTMARK_DATA_DIR` made by `mintmark-server
init`), and beside the contract with the empty RPCs of `mintmark_server.testing.build_floor` and one that only signs. Prints one line when
it serves: the gRPC address. Ends on SIGTERM.
"""

from __future__ import annotations

import os
import signal
import threading

import grpc
from mintmark.v1 import evaluation_pb2, token_service_pb2
from mintmark_server.config import load_settings
from mintmark_server.rpc.boundary import Boundary, Method
from mintmark_server.rpc.logs import start_log
from mintmark_server.rpc.policy import METHOD_POLICY
from mintmark_server.rpc.server import AnyHandler
from mintmark_server.serving import Service, open_components
from mintmark_server.testing import FLOOR_SERVICE, build_floor

from tests.bench.floors import build_signers

_SIGNING_SERVICE = f"{FLOOR_SERVICE}Signing"
SIGNED = f"/{_SIGNING_SERVICE}/Signed"
"""A call like the empty one whose handler makes one raw ES256 signature: what no issue can be cheaper than."""


def main() -> None:
    settings = load_settings({}, os.environ, None)
    start_log(settings.log_level)
    _, components = open_components(settings)
    service = Service(components, settings, more=[*build_floor(components.boundary), build_signing(components.boundary)])
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    service.start()
    print(service.addresses.grpc, flush=True)
    stop.wait()
    service.stop()


def build_signing(boundary: Boundary) -> AnyHandler:
    """Return the handler of SIGNED."""
    sign = build_signers()["ES256"]
    answer = token_service_pb2.IssueSessionTokenResponse(token=evaluation_pb2.IssuedToken(token="x" * 1_000))
    method = Method(
        service=_SIGNING_SERVICE,
        name="Signed",
        request=token_service_pb2.IssueSessionTokenRequest,
        client_streaming=False,
        server_streaming=False,
    )

    def handle(_request: object, _call: object) -> token_service_pb2.IssueSessionTokenResponse:
        sign()
        return answer

    served = boundary.unary(method, METHOD_POLICY["TokenService.IssueSessionToken"], handle)
    return grpc.method_handlers_generic_handler(_SIGNING_SERVICE, {"Signed": grpc.stream_unary_rpc_method_handler(served)})


if __name__ == "__main__":
    main()
