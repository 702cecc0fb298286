"""Published examples: what ours can verify verifies, and every other form of JWS is refused with its reason.

RFC 7515 appendix A and RFC 8037 appendix A are here as facts. The machine-readable examples of RFC 7520, 7797 and 8037 are read where
they are: in the folder that MINTMARK_JOSE_EXAMPLES names, or `../shared/jose`.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from jwcrypto import jwk as jwcrypto_jwk
from mintmark.jwks import JwkError, VerificationKey, parse_jwk, parse_key_set
from mintmark.jws import ALGORITHMS, JwsError, PrivateKey, decode_segment, encode_segment, parse, sign, verify

CLAIMS = b'{"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}'
PAYLOAD = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
RSA_KEY = {
    "kty": "RSA",
    "n": "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",  # noqa: E501
    "e": "AQAB",
}
RSA_SIGNATURE = "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"  # noqa: E501
EC_KEY = {
    "kty": "EC",
    "crv": "P-256",
    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
}
EC_SIGNATURE = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
OKP_KEY = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
OKP_TOKEN = (
    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
)
HMAC_TOKEN = f"eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.{PAYLOAD}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
FOLDER = Path(os.environ.get("MINTMARK_JOSE_EXAMPLES", Path(__file__).parents[3] / "shared" / "jose"))


def key_of(jwk: dict[str, Any], algorithm: str) -> VerificationKey:
    public = {name: value for name, value in jwk.items() if name not in ("d", "p", "q", "dp", "dq", "qi")}
    return parse_jwk({"kid": "example", **public, "alg": algorithm})


def reason_of(token: str, key: VerificationKey) -> str:
    with pytest.raises(JwsError) as caught:
        verify(parse(token), key.public_key, algorithm=key.algorithm)
    return caught.value.reason


@pytest.mark.parametrize(
    ("token", "jwk", "algorithm", "payload"),
    [
        (f"eyJhbGciOiJSUzI1NiJ9.{PAYLOAD}.{RSA_SIGNATURE}", RSA_KEY, "RS256", CLAIMS),
        (f"eyJhbGciOiJFUzI1NiJ9.{PAYLOAD}.{EC_SIGNATURE}", EC_KEY, "ES256", CLAIMS),
        (OKP_TOKEN, OKP_KEY, "EdDSA", b"Example of Ed25519 signing"),
    ],
    ids=["RFC 7515 A.2", "RFC 7515 A.3", "RFC 8037 A.5"],
)
def test_examples_of_the_rfcs_verify_and_changed_ones_do_not(token: str, jwk: dict[str, Any], algorithm: str, payload: bytes) -> None:
    key = key_of(jwk, algorithm)
    assert verify(parse(token), key.public_key, algorithm=algorithm) == payload
    header, body, signature = token.split(".")
    flipped = bytearray(decode_segment(signature.encode()))
    flipped[-1] ^= 1
    assert reason_of(f"{header}.{body}.{encode_segment(bytes(flipped)).decode()}", key) == "bad_signature"
    assert reason_of(f"{header}.{encode_segment(payload + b' ').decode()}.{signature}", key) == "bad_signature"


@pytest.mark.parametrize(
    ("token", "reason"),
    [
        (HMAC_TOKEN, "wrong_algorithm"),
        (f"eyJhbGciOiJub25lIn0.{PAYLOAD}.", "wrong_algorithm"),
        (f"eyJhbGciOiJFUzI1NiJ9..{EC_SIGNATURE}", "bad_signature"),
        (json.dumps({"payload": PAYLOAD, "signatures": [{"protected": "eyJhbGciOiJFUzI1NiJ9", "signature": EC_SIGNATURE}]}), "malformed"),
        (json.dumps({"payload": PAYLOAD, "protected": "eyJhbGciOiJFUzI1NiJ9", "signature": EC_SIGNATURE}), "malformed"),
    ],
    ids=["A.1 HMAC", "A.5 unsecured", "F detached", "A.6 general JSON", "A.7 flattened JSON"],
)
def test_other_forms_of_the_rfcs_are_refused(token: str, reason: str) -> None:
    assert reason_of(token, key_of(EC_KEY, "ES256")) == reason


def test_a_key_for_what_we_do_not_verify_is_left_out() -> None:
    secret = {"kty": "oct", "kid": "s", "k": "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"}
    larger = {"kty": "EC", "crv": "P-521", "kid": "l", "alg": "ES512", "x": "AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_"}
    assert parse_key_set({"keys": [secret, {**secret, "alg": "HS256"}, larger]}) == {}


def examples() -> list[Any]:
    names = sorted(FOLDER.glob("*.json")) if FOLDER.is_dir() else []
    return [pytest.param(json.loads(path.read_text()), id=path.stem) for path in names if "signing" in path.read_text()]


needs_examples = pytest.mark.skipif(not FOLDER.is_dir(), reason="the machine-readable examples are not here (MINTMARK_JOSE_EXAMPLES)")


@needs_examples
@pytest.mark.parametrize("example", examples())
def test_machine_readable_examples_verify_or_have_their_reason(example: dict[str, Any]) -> None:
    """What has an algorithm of ours in compact form verifies; the rest is refused as a form, a header or an algorithm."""
    given, output = example["input"], example["output"]
    algorithm, compact = given["alg"], output.get("compact")
    for name in ("json", "json_flat"):
        if name in output:
            with pytest.raises(JwsError, match=r"three segments|ASCII"):
                parse(json.dumps(output[name]))
    if isinstance(algorithm, list) or compact is None:
        return
    if algorithm not in ALGORITHMS:
        with pytest.raises(JwkError):
            key_of(given["key"], algorithm)
        key = key_of(EC_KEY, "ES256")
        unsupported = {"b64", "crit"} & set(example["signing"]["protected"])
        malformed = "$" in compact
        assert reason_of(compact, key) == ("malformed" if malformed else "unsupported_header" if unsupported else "wrong_algorithm")
        return
    key = key_of(given["key"], algorithm)
    assert verify(parse(compact), key.public_key, algorithm=algorithm) == given["payload"].encode()
    if example.get("reproducible"):
        assert (
            sign(
                example["signing"]["protected_b64u"].encode(), given["payload"].encode(), private_key_of(given["key"]), algorithm=algorithm
            )
            == compact
        )


def private_key_of(jwk: dict[str, Any]) -> PrivateKey:
    """Return a private key, read by another library."""
    key = jwcrypto_jwk.JWK(**jwk)
    found = key.get_op_key("sign")
    assert isinstance(found, rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey)
    return found


@needs_examples
def test_the_examples_were_read() -> None:
    verified = [example for example in (param.values[0] for param in examples()) if example["input"]["alg"] in ("RS256", "EdDSA")]
    assert len(verified) == 2
    assert len(examples()) == 11
    assert key_of(json.loads((FOLDER / "jwk_3_3.rsa_public_key.json").read_text()), "RS256").kid == "bilbo.baggins@hobbiton.example"
    for name in ("jwk_3_1.ec_public_key", "jwk_3_2.ec_private_key", "jwk_3_4.rsa_private_key", "jwk_3_5.symmetric_key_mac_computation"):
        jwk = json.loads((FOLDER / f"{name}.json").read_text())
        for algorithm in ALGORITHMS:
            with pytest.raises(JwkError):
                parse_jwk({**jwk, "alg": algorithm})
