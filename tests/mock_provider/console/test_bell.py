"""Whoever waits is woken by what is new, and by nothing else but the end."""

from __future__ import annotations

import asyncio

from mock_provider.console.bell import MOST_WAITING, Bell


def waiting(bell: Bell, seen: int, seconds: float = 60.0) -> asyncio.Task[None]:
    return asyncio.get_running_loop().create_task(bell.wait(seen, seconds))


async def stay(task: asyncio.Task[None]) -> bool:
    """Whether the task is still waiting after everything else has had its turn."""
    for _ in range(5):
        await asyncio.sleep(0)
    return not task.done()


def test_who_has_seen_everything_waits_until_it_rings() -> None:
    async def played() -> None:
        bell = Bell()
        one, other = waiting(bell, bell.revision), waiting(bell, bell.revision)
        assert await stay(one)
        bell.ring()
        await asyncio.gather(one, other)
        assert bell.revision == 2

    asyncio.run(played())


def test_who_has_missed_something_does_not_wait() -> None:
    async def played() -> None:
        bell = Bell()
        bell.ring()
        await bell.wait(1, 60.0)
        await bell.wait(99, 60.0)  # of an earlier start

    asyncio.run(played())


def test_nobody_waits_longer_than_asked_for() -> None:
    async def played() -> None:
        bell = Bell()
        await bell.wait(bell.revision, 0.0)

    asyncio.run(played())


def test_a_silent_bell_lets_everybody_go() -> None:
    async def played() -> None:
        bell = Bell()
        task = waiting(bell, bell.revision)
        assert await stay(task)
        bell.silence()
        await task
        await bell.wait(bell.revision, 60.0)

    asyncio.run(played())


def test_one_more_than_can_wait_is_answered_at_once() -> None:
    async def played() -> None:
        bell = Bell()
        tasks = [waiting(bell, bell.revision) for _ in range(MOST_WAITING)]
        assert await stay(tasks[-1])
        await bell.wait(bell.revision, 60.0)
        bell.ring()
        await asyncio.gather(*tasks)
        task = waiting(bell, bell.revision)
        assert await stay(task)  # there is room again
        bell.silence()
        await task

    asyncio.run(played())


def test_a_loop_that_has_ended_does_not_keep_it_from_ringing() -> None:
    bell = Bell()

    async def left_alone() -> None:
        task = waiting(bell, bell.revision)
        await stay(task)
        bell._waiting = {(asyncio.new_event_loop(), asyncio.Event())}
        next(iter(bell._waiting))[0].close()
        task.cancel()

    asyncio.run(left_alone())
    bell.ring()
    assert bell.revision == 2
