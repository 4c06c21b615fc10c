"""What a session tells."""

from __future__ import annotations

from mutation.report import Tried, judged, of_diff, told

DIFF = """--- mutation diff ---
--- a/conformance/document/walk.py
+++ b/conformance/document/walk.py
@@ -1,3 +1,3 @@
 def f(a, b):
-    return a | b
+    return a + b
"""
SURVIVOR = Tried("conformance/document/walk.py", "f", *of_diff(DIFF), "survived", "")
KILLED = Tried("conformance/document/walk.py", "f", "x", "y", "killed", "timeout")


def test_a_diff_is_told_as_before_and_after() -> None:
    assert of_diff(DIFF) == ("return a | b", "return a + b")
    assert of_diff("--- mutation diff ---\n-\n-@cache\n+  \n") == ("@cache", "(nothing)")


def test_the_score_counts_what_was_killed() -> None:
    text, unknown = told("document", [SURVIVOR, KILLED, KILLED, KILLED], frozenset())
    assert "4 mutants, 3 killed (3 by the time limit), 1 survived; score 75.0 %" in text
    assert unknown == 1
    assert "| `document/walk.py: f` | `return a \\| b` → `return a + b` |" in text


def test_a_survivor_is_judged_when_the_docs_have_its_row() -> None:
    page = f"# Mutants\n\n| where | change | why |\n|---|---|---|\n{SURVIVOR.row} equivalent |\n"
    assert told("document", [SURVIVOR, KILLED], judged(page))[1] == 0
    assert told("document", [SURVIVOR, KILLED], judged(page.replace("a + b", "a - b")))[1] == 1
