"""Schemathesis tries an app against a document, over the wire; what came back, and why not.

Hypothesis beneath it writes to a folder of our own, not to where the notebook is.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import schemathesis
from hypothesis.configuration import set_hypothesis_home_dir
from schemathesis import engine
from schemathesis.config import SchemathesisConfig
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished
from starlette.types import ASGIApp

from labs.measure import own_folder
from labs.servers.hosting import hosted

_CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
)


PHASES = ("examples", "coverage", "fuzzing", "stateful")
"""What the document gives as examples, the edges of its schemas, chance, and along its links."""


class UnusableError(ValueError):
    """A document that Schemathesis cannot use; the text says why."""


class Finding(NamedTuple):
    """One thing that is not as the document says."""

    operation: str
    """`GET /orders`."""
    title: str
    """In Schemathesis' words: `Undocumented status code`."""
    told: str
    request: str
    """A curl command that shows it."""


@dataclass
class Tried:
    """What a fuzz has seen."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    """How often each operation gave each status."""
    findings: list[Finding] = field(default_factory=list)
    """One of each kind for each operation, in the order of finding."""
    raised: list[str] = field(default_factory=list)
    """What handlers have raised and nobody caught, each once, with its line."""

    def unknown(self, document: Mapping[str, Any]) -> list[tuple[str, int]]:
        """Operations with statuses that came back, and do not stand in the document."""
        return sorted(pair for pair in self.answers if not is_documented(document, *pair))


def is_documented(document: Mapping[str, Any], operation: str, status: int) -> bool:
    """Whether the document lists this status for `GET /orders`."""
    method, _, path = operation.partition(" ")
    return str(status) in map(str, document["paths"][path][method.lower()]["responses"])


def tried(
    app: ASGIApp,
    document: Mapping[str, Any],
    examples: int = 10,
    only: Sequence[str] = (),
    phases: Sequence[str] = PHASES,
) -> Tried:
    """Ask the app what the document promises and forbids, so many examples an operation and phase.

    `only` are operationIds; all, if there are none. Raises UnusableError if the document cannot be
    used.
    """
    set_hypothesis_home_dir(own_folder())
    settings = {
        "seed": 1,
        "continue-on-failure": True,
        "phases": {name: {"enabled": name in phases} for name in PHASES},
        "generation": {
            "max-examples": examples,
            "no-shrink": True,
            "deterministic": True,
            "database": "none",
        },
        "checks": {"enabled": False, **{name: {"enabled": True} for name in _CHECKS}},
    }
    config = SchemathesisConfig.from_dict(settings)
    schema = schemathesis.openapi.from_dict(json.loads(json.dumps(document)), config=config)
    asked = schema.include(operation_id=list(only)) if only else schema
    seen = Tried()
    with hosted(app) as site:
        schema.config.update(base_url=site.url)
        for event in engine.from_schema(asked).execute():
            if isinstance(event, ScenarioFinished):
                _noted(seen, event.recorder)
            elif isinstance(event, NonFatalError):
                raise UnusableError(str(event.value))
            elif isinstance(event, FatalError):
                raise UnusableError(str(event.exception))
        seen.raised += dict.fromkeys(site.stderr.splitlines())
    return seen


def _noted(seen: Tried, recorder: Any) -> None:  # noqa: ANN401 - a recorder of Schemathesis
    for name, interaction in recorder.interactions.items():
        case = recorder.cases[name].value
        is_planned = case.method.upper() == case.operation.method.upper()
        if interaction.response is not None and is_planned:
            seen.answers[case.operation.label, interaction.response.status_code] += 1
    known = {(each.operation, each.title) for each in seen.findings}
    for name, nodes in recorder.checks.items():
        operation = recorder.cases[name].value.operation.label
        for failure in (node.failure_info for node in nodes if node.failure_info):
            title = failure.failure.title
            if (operation, title) not in known:
                known.add((operation, title))
                told = " ".join(failure.failure.message.split())
                seen.findings.append(Finding(operation, title, told, failure.code_sample))
