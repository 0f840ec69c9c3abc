"""What the learner expects, kept in the kernel and shown again beside what was measured.

Predictions are never graded: a wrong one teaches most.
"""

_predictions: dict[str, object] = {}


def predict(name: str, value: object, unit: str = "") -> None:
    """Keep a prediction under `name`; `...` is a blank, and takes an earlier one back."""
    if value is ...:
        _predictions.pop(name, None)
        print(
            f"No prediction yet. Replace ... by your {unit or 'answer'}, and run this cell again."
        )
        return
    _predictions[name] = value
    print("Your prediction:", _with_unit(value, unit))


def predicted(name: str, measured: object, unit: str = "") -> None:
    """Print what was predicted under `name` beside what was measured, in `unit`."""
    mine = _with_unit(_predictions[name], unit) if name in _predictions else "nothing"
    print(f"You predicted {mine}; measured: {_with_unit(measured, unit)}.")


def _with_unit(value: object, unit: str) -> str:
    return f"{value} {unit}".rstrip()
