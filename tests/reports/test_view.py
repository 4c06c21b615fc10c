"""What the reports say of a run in words."""

from __future__ import annotations

from dataclasses import replace

from clr_reports import view
from tests.reports.conftest import make_record


def test_the_envelope_stands_beside_the_edition() -> None:
    record = make_record()
    assert view.edition(record) == record.standard
    badges = replace(record, target={**record.target, "envelope": "ob-v3p0"})
    assert view.edition(badges) == f"{record.standard} as ob-v3p0"
    assert view.edition_title(badges).endswith(", as ob-v3p0")
