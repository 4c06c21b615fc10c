"""Consumers that are functions of this process, and scenarios for them."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable

import httpx
import pytest

from conformance.consumer.invitation import Invitation
from conformance.consumer.late import Lingering
from conformance.consumer.own import called
from conformance.consumer.sitting import Played, play
from conformance.consumer.starting import Consumer, in_process
from conformance.consumer.terms import Terms
from conformance.plan.consumer import ConsumerPlan
from conformance.rulebooks import find
from mock_provider.scenarios import Scenario

BOOK = "clr10"
Asks = Callable[[httpx.Client, Invitation], int | None]


@pytest.fixture
def terms() -> Terms:
    """The mock is an application in this process."""
    return Terms(BOOK, real_tls=False)


@pytest.fixture
def over_tls() -> Terms:
    """The mock listens on a port."""
    return Terms(BOOK)


@pytest.fixture
def right() -> Consumer:
    """The reference consumer."""
    rules = find(BOOK).consumer
    assert rules is not None
    return called(rules.reference_consumer)


@pytest.fixture
def plan() -> ConsumerPlan:
    """A consumer that reads."""
    return ConsumerPlan("mine", frozenset({"read", "dynamic_registration"}), standard="clr-v1p0")


def scenario(name: str = "odd", **members: object) -> Scenario:
    """A scenario of that name in which nothing is wrong, unless the members say so."""
    told = {"title": "A title", "how": "What it does.", "right": "What is right."}
    return Scenario(name, **told | members)  # type: ignore[arg-type]


def asking(ask: Asks) -> Consumer:
    """A consumer that asks over the network with a client that trusts the mock."""

    def consumer(invitation: Invitation) -> int | None:
        context = ssl.create_default_context(cafile=invitation.ca)
        with httpx.Client(verify=context, headers={"Accept": "application/ld+json"}) as http:
            return ask(http, invitation)

    return consumer


def asked_late(ask: Asks, terms: Terms) -> tuple[Played, int | None]:
    """A sitting whose consumer asks when it is over, and what ``ask`` gave then."""
    came: list[int | None] = []
    ended, asked = threading.Event(), threading.Event()

    def late(invitation: Invitation) -> None:
        def wait_and_ask(http: httpx.Client, told: Invitation) -> None:
            ended.wait(20)
            came.append(ask(http, told))
            asked.set()

        threading.Thread(target=asking(wait_and_ask), args=(invitation,), daemon=True).start()

    lingering = Lingering()
    played = play(scenario(), "read", in_process(late), terms, lingering=lingering)
    ended.set()
    assert asked.wait(20)
    lingering.close()
    return played, came[0]
