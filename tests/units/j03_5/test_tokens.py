"""The tokens of J03.5: each forged one has one fault, and would be let in without a look at it."""

import time

import jwt
import pytest

from labs.units.j03_5.tokens import (
    NO_TOKENS,
    PARTNER,
    brief,
    forged,
    good,
    more_forged,
    some_keys,
    with_key,
)


def read(token: str) -> str:
    keys = some_keys()
    kid = jwt.get_unverified_header(token).get("kid")
    if kid not in keys:
        raise jwt.InvalidTokenError("unknown kid")
    options = {"require": ["exp", "sub"]}
    algorithm, key = keys[kid]
    said = jwt.decode(token, key, algorithms=[algorithm], audience="boxoffice", options=options)  # type: ignore[arg-type]
    return str(said["sub"])


def test_good_ones_are_read_and_forged_ones_are_not() -> None:
    assert [read(each.token) for each in good("ada")] == ["ada"] * 3
    assert {jwt.get_unverified_header(each.token)["kid"] for each in good("ada")} == set(
        some_keys()
    )
    for each in (*forged("ada"), *more_forged("ada")):
        assert each.wrong
        with pytest.raises(jwt.PyJWTError):
            read(each.token)
    for text in NO_TOKENS:
        with pytest.raises(jwt.PyJWTError):
            read(text)


def test_ten_and_more_attacks_are_of_as_many_kinds() -> None:
    wrongs = {each.wrong for each in (*forged("ada"), *more_forged("ada"))}
    assert len(wrongs) >= 15


def test_the_confused_one_holds_where_the_public_key_is_a_secret() -> None:
    (confused,) = (each for each in more_forged("ada") if "public key" in each.wrong)
    hmac = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    signed, _, signature = confused.token.rpartition(".")
    public = some_keys()[PARTNER][1].encode()
    assert hmac.verify(signed.encode(), public, jwt.utils.base64url_decode(signature))


def test_with_key_is_signed_by_that_secret_alone() -> None:
    token, other = with_key("ada", "5e" * 32), "5e" * 32
    assert jwt.decode(token, other, ["HS256"], audience="boxoffice")["sub"] == "ada"
    with pytest.raises(jwt.InvalidSignatureError):
        read(token)


def test_a_brief_one_ends_within_the_next_second_or_so() -> None:
    began = time.time()
    token, end = brief("ada")
    options = {"verify_signature": False}
    assert jwt.decode(token, options=options)["exp"] == end  # type: ignore[arg-type]
    assert began < end <= time.time() + 1.1
