"""One page for a person: whose turn it is, what has come, what was seen, and questions that nobody else can answer."""

from mock_provider.console.host import Host, NotNowError, Onlooker
from mock_provider.console.values import (
    ACTIONS,
    CHOICES,
    Action,
    Answer,
    Choice,
    Found,
    Place,
    Question,
    Reveal,
    Screenshot,
    Step,
    StepState,
    View,
    Weight,
)

__all__ = [
    "ACTIONS",
    "CHOICES",
    "Action",
    "Answer",
    "Choice",
    "Found",
    "Host",
    "NotNowError",
    "Onlooker",
    "Place",
    "Question",
    "Reveal",
    "Screenshot",
    "Step",
    "StepState",
    "View",
    "Weight",
]
