"""Rotating a project's signing key: prepare, wait until verifiers know the new one, activate, retire what is over.

Owns: the order of the steps, and going on where an earlier run stopped. Never: the rules of each step; the service has them.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

from mintmark.cli.state import list_records
from mintmark.client import Client
from mintmark.errors import InvalidStateError, KeyNotYetPublishedError, UnavailabilityError
from mintmark.v1 import key_pb2, key_service_pb2

POLL_SECONDS = 5.0


def rotate(
    client: Client,
    parent: str,
    *,
    algorithm: Any = 0,
    force: bool = False,
    wait: bool = True,
    say: Callable[[str], None],
    sleep: Callable[[float], None] = time.sleep,
) -> key_pb2.SigningKey:
    """Do all steps; return the key that signs, or, without `wait`, the one that will. A key that waits already is used.

    Raises: MintmarkError. Killed at any point, another run goes on: each step is done or not, and shows in the keys' states.
    """
    keys = _list_keys(client, parent)
    waiting = [key for key in keys if key.state == key_pb2.SIGNING_KEY_STATE_NEXT and algorithm in (0, key.algorithm)]
    if waiting:
        key = min(waiting, key=lambda found: (found.publish_time.ToNanoseconds(), found.name))
        say(f"{_kid(key)} is published already.")
    else:
        key = client.keys.PrepareKey(key_service_pb2.PrepareKeyRequest(parent=parent, algorithm=algorithm)).key
        say(f"{_kid(key)} prepared and published.")
    key = _activate(client, key, force=force, wait=wait, say=say, sleep=sleep)
    _retire(client, parent, say)
    return key


def _list_keys(client: Client, parent: str) -> list[key_pb2.SigningKey]:
    return list(list_records(client.keys.ListKeys, key_service_pb2.ListKeysRequest(parent=parent), "keys", limit=sys.maxsize))


def _activate(
    client: Client, key: key_pb2.SigningKey, *, force: bool, wait: bool, say: Callable[[str], None], sleep: Callable[[float], None]
) -> key_pb2.SigningKey:
    request = key_service_pb2.ActivateKeyRequest(name=key.name, force=force)
    told = False
    while True:
        try:
            active = client.keys.ActivateKey(request).key
        except KeyNotYetPublishedError as error:
            if not told:
                say(error.problems[0].message if error.problems else error.message)
            if not wait:
                say("Run this again then; the key waits.")
                return key
            told = True
        except UnavailabilityError as error:
            if not told:
                raise
            say(f"{error.message} Still waiting.")
        else:
            say(f"{_kid(active)} signs.")
            return active
        sleep(POLL_SECONDS)


def _retire(client: Client, parent: str, say: Callable[[str], None]) -> None:
    for key in _list_keys(client, parent):
        if key.state == key_pb2.SIGNING_KEY_STATE_RETIRING:
            try:
                client.keys.RetireKey(key_service_pb2.RetireKeyRequest(name=key.name))
                say(f"{_kid(key)} retired: it is published no more.")
            except InvalidStateError as error:
                say(f"{_kid(key)} stays published. {error.problems[0].message if error.problems else error.message}")


def _kid(key: key_pb2.SigningKey) -> str:
    return key.name.rpartition("/")[2]
