"""The package as it is installed, in a project that has names of its own which are those of folders here."""

from __future__ import annotations

import json
import os
import shutil
import site
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from conformance.plan import shipped
from conformance.selfcheck.own_mock import own_mock
from mock_provider.testing import MockServer
from tests.docs.test_as_written import blocks, free_port, wait_for

ROOT = Path(__file__).parents[1]
OURS = {"clr_reports", "conformance", "mock_provider"}
"""All names that the wheel may put on a user's path; see docs/adr/0013-names-on-the-path.md."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    _done([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], ROOT)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter with the wheel, and with what the tests' own environment has but for this checkout."""
    folder = tmp_path_factory.mktemp("installed")
    venv.EnvBuilder(symlinks=os.name != "nt", with_pip=False).create(folder)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    if uv := shutil.which("uv"):
        _done([uv, "pip", "install", "-q", "--offline", "--no-deps", "--python", str(python), str(wheel)], folder)
    else:
        pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "-q", "--no-index", "--no-deps"]
        _done([*pip, str(wheel)], folder)
    # What a .pth names is searched last, and the .pth files in it (that of an editable install) are not read.
    theirs = [*site.getsitepackages(), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    purelib = _done([str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], folder).strip()
    (Path(purelib) / "of_the_tests.pth").write_text("\n".join(dict.fromkeys(theirs)) + "\n")
    return python


@pytest.fixture(scope="module")
def mock() -> Iterator[MockServer]:
    with own_mock() as server:
        yield server


OWN_TEST = """
import provider, reports, target, test_plans
import pytest

@pytest.fixture
def target_of_mine():
    return target.MINE

def test_own(target_of_mine, clr_target, clr_provider):
    assert target_of_mine == provider.MINE == reports.MINE == test_plans.MINE == "mine"
    assert clr_provider.get_clrs(limit="1").status == 200
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("reports/__init__.py", "test_plans/__init__.py", "target.py", "provider.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text('MINE = "mine"\n')
    (tmp_path / "test_own.py").write_text(OWN_TEST)
    return tmp_path


def _environment(project: Path, mock: MockServer | None = None) -> dict[str, str]:
    """The project first on the path, as it is where its tests are run by ``python -m``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_", "CLR_"))}
    people = {"CLR_USERNAME": "mira", "CLR_SECOND_USERNAME": "jonas"}
    secrets = {"CLR_PASSWORD": mock.users["mira"], "CLR_SECOND_PASSWORD": mock.users["jonas"]} if mock else {}
    return {**kept, **people, **secrets, "PYTHONPATH": str(project)}


def _done(command: list[str], folder: Path, environment: dict[str, str] | None = None, code: int = 0) -> str:
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_claims_no_name_that_a_project_may_have(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == OURS
    assert "conformance/test_plans/plan.schema.json" in names
    assert "conformance/rulebooks/clr10/provider/test_dsc.py" in names


def test_the_installed_package_is_the_one_that_is_tested(python: Path, project: Path) -> None:
    told = "import conformance, clr_reports; print(conformance.__file__, clr_reports.__file__)"
    shown = _done([str(python), "-c", told], project, _environment(project))
    assert str(ROOT) not in shown
    plan = _done([str(python.with_name("clr-conformance")), "plan", "new", "provider-read"], project)
    assert plan == (ROOT / "test_plans" / "provider-read.yaml").read_text(encoding="utf-8")
    schema = json.loads(_done([str(python), "-m", "conformance", "plan", "schema"], project, _environment(project)))
    assert schema == shipped.schema()


def test_the_command_judges_in_a_project_with_such_names(python: Path, project: Path, mock: MockServer) -> None:
    plan = ["provider-read", "--target", mock.url, "--ca", str(mock.ca_path), "--select", "DSC", "--out", "out"]
    shown = _done([str(python), "-m", "conformance", "provider", *plan], project, _environment(project, mock))
    assert "PASSED" in shown
    assert {path.name for path in (project / "out").iterdir()} >= {"run.json", "report.html", "junit.xml", "report.md"}


def test_plugin_and_fixtures_work_in_a_project_with_such_names(python: Path, project: Path, mock: MockServer) -> None:
    suites = [
        "test_own.py",
        "--pyargs",
        "conformance.rulebooks",
        "-k",
        "test_own or test_dsc",
        "-p",
        "no:cacheprovider",
    ]
    plan = ["--clr-plan", "provider-read", "--clr-target", mock.url, "--clr-ca", str(mock.ca_path), "--clr-out", "out"]
    shown = _done([str(python), "-m", "pytest", *suites, *plan], project, _environment(project, mock))
    assert "failed" not in shown
    record = json.loads((project / "out" / "run.json").read_text(encoding="utf-8"))
    verdicts = {row["id"]: row["verdict"] for row in record["requirements"]}
    assert verdicts["CLR10-DSC-001"] == "pass"


def test_a_project_with_such_names_runs_its_own_tests(python: Path, project: Path) -> None:
    (project / "test_own.py").write_text("import target\n\ndef test_own(): assert target.MINE\n")
    shown = _done(
        [str(python), "-m", "pytest", "-W", "error", "-p", "no:asyncio", "test_own.py"], project, _environment(project)
    )
    assert "1 passed" in shown


BESIDE_OTHERS = """
import httpx, pytest, respx

HEADERS = {"Accept": "application/ld+json"}

@pytest.mark.parametrize("time", range(4))
def test_over_tls(clr_mock, time):
    assert httpx.get(f"{clr_mock.url}/discovery", verify=clr_mock.ssl_context, headers=HEADERS).status_code == 200
    assert len(clr_mock.exchanges) == 1

@pytest.mark.parametrize("time", range(4))
def test_in_process(clr_mock_respx, time):
    assert httpx.get(f"{clr_mock_respx.url}/discovery", headers=HEADERS).status_code == 200
    assert len(clr_mock_respx.exchanges) == 1

@pytest.mark.asyncio
async def test_awaited(clr_mock_respx):
    async with httpx.AsyncClient(headers=HEADERS) as http:
        assert (await http.get(f"{clr_mock_respx.url}/discovery")).status_code == 200

def test_with_routes_of_its_own(clr_mock_respx, respx_mock):
    respx_mock.get("https://wallet.example/").respond(204)
    assert httpx.get("https://wallet.example/").status_code == 204
    assert httpx.get(f"{clr_mock_respx.url}/discovery", headers=HEADERS).status_code == 200

@respx.mock
def test_inside_a_decorator(clr_mock_respx):
    respx.get("https://wallet.example/").respond(204)
    assert httpx.get(f"{clr_mock_respx.url}/discovery", headers=HEADERS).status_code == 200
    assert httpx.get("https://wallet.example/").status_code == 204

@pytest.mark.asyncio
async def test_wrong(clr_mock_respx):
    async with httpx.AsyncClient() as http:
        await http.get(f"{clr_mock_respx.url}/discovery")
"""


def test_the_fixtures_of_a_consumers_developer_stand_beside_other_plugins(python: Path, project: Path) -> None:
    """Workers, another order in each of them, event loops, and routes of the test's own."""
    (project / "test_wallet.py").write_text(BESIDE_OTHERS)
    asked = ["test_wallet.py", "-n", "2", "-p", "no:schemathesis", "-p", "no:cacheprovider", "-W", "error"]
    asked += ["-o", "asyncio_default_fixture_loop_scope=function"]
    for plugin in ("xdist", "pytest_randomly", "pytest_asyncio", "respx"):
        assert _done([str(python), "-c", f"import {plugin}"], project) == ""
    shown = _done([str(python), "-m", "pytest", *asked], project, _environment(project), code=1)
    assert "1 failed, 11 passed" in shown, shown
    assert "Using --randomly-seed" in shown
    assert "CLR10-API-009 MUST: getDiscoveryDocument is called without application/ld+json in Accept" in shown


PAGE = "docs/how-to/test-a-consumer.md"


def _written(project: Path, language: str, *names: str) -> None:
    """The examples of the page, in files of these names."""
    for name, text in zip(names, blocks(PAGE, language), strict=True):
        (project / name).write_text(text, encoding="utf-8")


def test_the_tests_in_python_on_the_page_run_against_it(python: Path, project: Path) -> None:
    _written(project, "python", "wallet.py", "test_wallet.py")
    asked = [str(python), "-m", "pytest", "test_wallet.py", "-v", "-p", "no:schemathesis", "-p", "no:cacheprovider"]
    shown = _done([*asked, "-W", "error::conformance.plugin_mock.ConsumerWarning"], project, _environment(project))
    assert "5 passed" in shown
    wallet = project / "wallet.py"
    right = 'ACCEPT = {"Accept": "application/ld+json"}'
    wallet.write_text(wallet.read_text().replace(right, 'ACCEPT = {"Accept": "*/*"}'))
    shown = _done([*asked, "-k", "tls"], project, _environment(project), code=1)
    (told,) = blocks(PAGE, "text")
    for line in told.splitlines()[2:6]:
        assert line in shown.splitlines()


@contextmanager
def _started(script: str, project: Path, environment: Mapping[str, str], port: int) -> Iterator[None]:
    """What a page starts in a terminal, until the block is over."""
    command = script.replace("clr-conformance mock", "exec clr-conformance mock")
    with subprocess.Popen(["bash", "-c", command], cwd=project, env=environment, stdout=subprocess.DEVNULL) as started:
        try:
            wait_for(port)
            yield
        finally:
            started.terminate()


def test_the_tests_in_node_on_the_page_run_against_it(python: Path, project: Path) -> None:
    if not shutil.which("node"):
        pytest.skip("node is not there")
    _written(project, "js", "wallet.mjs", "wallet.test.mjs")
    port, control = free_port(), free_port()
    _, start, run = (
        text.replace("8440", str(port)).replace("8450", str(control)).replace(".clr ", f".clr --port {port} ")
        for text in blocks(PAGE, "sh")
    )
    environment = _environment(project)
    environment["PATH"] = f"{python.parent}{os.pathsep}{environment['PATH']}"
    with _started(start, project, environment, port):
        shown = _done(["bash", "-c", run], project, environment)
        assert "# pass 6" in shown
        wallet = project / "wallet.mjs"
        wallet.write_text(wallet.read_text().replace('came.get("state") !== state ||', ""))
        shown = _done(["bash", "-c", run], project, environment, code=1)
        assert "# fail 1" in shown


PIP = 'pip install "./clr-conformance[mock,provider]"'


def _in_ci(project: Path, python: Path, **more: str) -> dict[str, str]:
    """The environment of a job, with a wallet of the project's own in it; its tests are those of the other page."""
    shutil.copy(ROOT / "tests" / "consumer" / "right.py", project / "my_wallet.py")
    _written(project, "python", "wallet.py", "test_wallet.py")
    _written(project, "js", "wallet.mjs", "wallet.test.mjs")
    (project / "test_own.py").unlink()
    environment = _environment(project)
    path = f"{python.parent}{os.pathsep}{environment['PATH']}"
    return {**environment, "PATH": path, "PYTEST_ADDOPTS": "-p no:schemathesis -p no:cacheprovider", **more}


def test_the_jobs_of_github_run_as_they_are_written(python: Path, project: Path) -> None:
    (jobs,) = (yaml.safe_load(text)["jobs"] for text in blocks("docs/how-to/ci.md", "yaml") if "runs-on" in text)
    environment = _in_ci(project, python, GITHUB_STEP_SUMMARY=str(project / "summary.md"))
    install, *rest = (step["run"] for step in jobs["python"]["steps"] if "run" in step)
    assert install.startswith(PIP)
    for script in rest:
        _done(["bash", "-e", "-c", script], project, environment)
    assert "CLR conformance" in (project / "summary.md").read_text()

    if not shutil.which("node"):
        pytest.skip("node is not there")
    ports = {"8440": str(free_port()), "8450": str(free_port())}
    install, start, run = (step["run"] for step in jobs["node"]["steps"] if "run" in step)
    assert install == PIP
    script = f"trap 'kill %1' EXIT\n{start}\n{run}".replace("--control-port", f"--port {ports['8440']} --control-port")
    values = {name: _replaced(value, ports) for name, value in jobs["node"]["env"].items()}
    shown = _done(["bash", "-e", "-c", _replaced(script, ports)], project, {**environment, **values})
    assert "# fail 0" in shown


def test_the_job_of_gitlab_has_the_commands_that_were_run_for_github_and_keeps_their_files() -> None:
    github, gitlab = (yaml.safe_load(text) for text in blocks("docs/how-to/ci.md", "yaml"))
    job = gitlab["clr"]
    assert {*job["script"]} < {step.get("run") for step in github["jobs"]["python"]["steps"]}
    (folder,) = job["artifacts"]["paths"]
    for name in (folder, *job["artifacts"]["reports"]["junit"]):
        assert name.removesuffix("/junit.xml") in " ".join(job["script"])


def _replaced(text: str, values: Mapping[str, str]) -> str:
    for old, new in values.items():
        text = text.replace(old, new)
    return text


EXAMPLES = {"python": ("consumer.py", None), "node": ("consumer.mjs", "node")}


@pytest.mark.timeout(900)
@pytest.mark.parametrize("language", EXAMPLES)
def test_the_consumers_of_the_docs_are_judged_by_it(language: str, python: Path, project: Path) -> None:
    """They keep no state and do not refresh, and say so; the pass is whole."""
    name, program = EXAMPLES[language]
    if program and not shutil.which(program):
        pytest.skip(f"{program} is not there")
    shutil.copy(ROOT / "docs" / "examples" / name, project)
    shown = _done([str(python.with_name("clr-conformance")), "plan", "new", "consumer-read"], project)
    kept = ("refresh", "keeps_state")
    lines = [line.replace("true", "false", 1) if line.strip().startswith(kept) else line for line in shown.splitlines()]
    plan = "\n".join(lines).replace("login: pages", "login: browser")
    (project / "mine.yaml").write_text(plan)
    command = [str(python), "-m", "conformance", "consumer", "mine.yaml", "--out", "out", "--quiet", "--"]
    _done([*command, program or str(python), name, "{url}"], project, _environment(project))
    run = json.loads((project / "out" / "run.json").read_text())
    assert run["role"] == "consumer"
    assert run["summary"]["pass"] > 40
    assert run["summary"]["incomplete"] == run["summary"]["warn"] == run["summary"]["fail"] == 0


@pytest.mark.timeout(900)
def test_the_verifier_of_the_docs_is_judged_by_it(python: Path, project: Path) -> None:
    """It is given files, and reports what it makes of each item in them."""
    shutil.copy(ROOT / "docs" / "examples" / "verifier.py", project)
    command = [str(python), "-m", "conformance", "consumer", "consumer-verify", "--out", "out", "--quiet", "--"]
    _done([*command, str(python), "verifier.py", "{document}", "{outcome}"], project, _environment(project))
    run = json.loads((project / "out" / "run.json").read_text())
    assert run["summary"]["pass"] > 20
    assert run["summary"]["incomplete"] == run["summary"]["warn"] == run["summary"]["fail"] == 0
    assert all(one["told_by"] == "outcome" for sitting in run["sittings"] for one in sitting["specimens"])
