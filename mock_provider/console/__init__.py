"""One page for a person: whose turn it is, what has come, what was seen, and questions that nobody else can answer."""

from mock_provider.console.console import Console
from mock_provider.console.host import Host, NotNowError, Onlooker
from mock_provider.console.judging import Judge, judged
from mock_provider.console.timeline import Timeline
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
    "Console",
    "Found",
    "Host",
    "Judge",
    "NotNowError",
    "Onlooker",
    "Place",
    "Question",
    "Reveal",
    "Screenshot",
    "Step",
    "StepState",
    "Timeline",
    "View",
    "Weight",
    "judged",
]
