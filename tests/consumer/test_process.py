"""A consumer's command: run without a shell, bounded in time and in output, with everything that it starts."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

import pytest

from conformance.consumer.process import KEPT_OUTPUT, Finished, Stop, run
from conformance.errors import UsageFault


def python(code: str, *, limit: float = 20.0, grace: float = 1.0, stop: Stop | None = None, **told: str) -> Finished:
    return run([sys.executable, "-c", code], told, limit=limit, grace=grace, stop=stop or Stop())


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"  # whoever started it has not looked yet


def gone(pid: int) -> bool:
    until = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not is_alive(pid)


def test_it_gives_the_exit_code_and_what_was_printed_on_both_streams() -> None:
    ended = python("import sys; print('one'); print('two', file=sys.stderr, flush=True); sys.exit(20)")
    assert (ended.code, ended.timed_out, ended.stopped) == (20, False, False)
    assert set(ended.output.split()) == {"one", "two"}


def test_what_it_is_told_is_in_its_environment_beside_what_was_there() -> None:
    ended = python("import os; print(os.environ['CLR_TASK'], 'PATH' in os.environ)", CLR_TASK="read")
    assert ended.output.split() == ["read", "True"]


def test_an_argument_is_not_read_by_a_shell() -> None:
    ended = run([sys.executable, "-c", "import sys; print(sys.argv[1])", "$HOME; id"], {}, limit=20, stop=Stop())
    assert ended.output.strip() == "$HOME; id"


def test_nothing_is_on_its_standard_input() -> None:
    assert python("import sys; print(repr(sys.stdin.read()))").output.strip() == "''"


def test_a_crash_is_told_by_its_signal() -> None:
    assert python("import os; os.abort()").code == -6


def test_one_that_hangs_is_ended_with_its_children_though_they_do_not_listen() -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    child = f"{deaf}; print('ready', flush=True); time.sleep(600)"
    ended = python(
        f"{deaf}; import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {child!r}], "
        "stdout=subprocess.PIPE); child.stdout.readline(); print(child.pid, flush=True); time.sleep(600)",
        limit=5.0,
        grace=0.2,
    )
    assert (ended.timed_out, ended.code) == (True, -9)
    assert gone(int(ended.output))


def test_one_that_listens_may_end_by_itself_when_its_time_is_over() -> None:
    ended = python("import signal, sys, time; signal.signal(15, lambda *_: sys.exit(3)); time.sleep(600)", limit=2.0)
    assert (ended.timed_out, ended.code) == (True, 3)


def test_a_child_that_it_leaves_behind_ends_with_it() -> None:
    ended = python(
        "import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']).pid)"
    )
    assert (ended.code, ended.timed_out) == (0, False)
    assert gone(int(ended.output))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody sees what a process has inherited")
def test_a_child_that_leaves_the_group_ends_with_the_sitting_too(tmp_path: Path) -> None:
    leave = "import subprocess, sys; print(subprocess.Popen(['sleep', '60'], start_new_session=True, stdout=-3).pid)"
    ended = python(leave, CLR_STATE_DIR=str(tmp_path))
    assert gone(int(ended.output))


def test_a_flood_of_output_blocks_nobody_and_its_end_is_kept() -> None:
    ended = python("import sys\nfor _ in range(2000): sys.stdout.write('x' * 10000)\nprint('\\nthe end')")
    assert ended.code == 0
    assert ended.printed > 20_000_000
    assert len(ended.output) <= KEPT_OUTPUT
    assert ended.output == "the end\n", "a line that is not whole may begin with half a secret"


def test_output_that_is_no_text_is_shown_all_the_same() -> None:
    assert "�" in python("import os; os.write(1, b'\\xff\\xfe')").output


def test_a_stop_ends_what_runs_and_lets_nothing_start_any_more() -> None:
    stop = Stop()
    threading.Timer(0.2, stop.ask).start()
    assert python("import time; time.sleep(600)", stop=stop).stopped
    assert python("import time; time.sleep(600)", stop=stop).stopped


def test_a_program_that_is_not_there_is_a_problem_with_a_hint() -> None:
    with pytest.raises(UsageFault) as caught:
        run(["clr-no-such-program"], {}, limit=1, stop=Stop())
    assert caught.value.problem.code == "command-not-found"


def test_a_file_that_cannot_be_run_is_another(tmp_path: Path) -> None:
    path = tmp_path / "consumer"
    path.write_text("print('hello')", encoding="utf-8")
    for mode in (0o600, 0o700):  # not executable; no interpreter in the first line
        os.chmod(path, mode)  # noqa: PTH101
        with pytest.raises(UsageFault) as caught:
            run([str(path)], {}, limit=1, stop=Stop())
        assert caught.value.problem.code == "command-not-executable"
