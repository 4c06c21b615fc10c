"""What checks of the OAuth that editions share stand on: grants withdrawn in vain, and damaged tokens."""

from __future__ import annotations

import pytest

from conformance.rulebooks.oauth.provider.test_brr import altered
from conformance.rulebooks.oauth.provider.test_rvk import Withdrawal
from conformance.suites.answer import Answer
from tests.suites.conftest import reply


@pytest.mark.parametrize(
    ("still_listed", "status", "in_vain"),
    [(True, 200, True), (True, None, True), (True, 401, False), (False, 200, False), (False, None, False)],
)
def test_a_grant_was_withdrawn_in_vain_when_it_is_listed_and_its_token_works(
    still_listed: bool, status: int | None, in_vain: bool
) -> None:
    after = None if status is None else Answer(reply("", status), "getClrs")
    assert Withdrawal(True, None, still_listed, None, after).in_vain is in_vain


@pytest.mark.parametrize("token", ["AAAAA", "BBBBB", "zzzzz", "A"])
def test_a_damaged_token_is_another_one_of_the_same_length(token: str) -> None:
    assert altered(token) != token
    assert len(altered(token)) == len(token)
