"""The plan of a run: one YAML file with the target, what it claims, how to log in, what to judge and how.

A plan is enough to repeat the run. Secrets come from the environment: ``${NAME}`` inside any string.
``selection`` is what the plans of all roles have in common, ``source`` reads any of them; ``provider`` and ``file``
are the plan of a provider run. The JSON Schema of a plan and the plans that a user copies are ``shipped``.
"""

from conformance.plan.provider import CLAIMS, DataSpec, Plan, TargetSpec
from conformance.plan.selection import Inferred, Selection, Sighting, Waiver

__all__ = ["CLAIMS", "DataSpec", "Inferred", "Plan", "Selection", "Sighting", "TargetSpec", "Waiver"]
