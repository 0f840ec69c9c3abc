"""What the learner expects, kept in the kernel and shown again beside what was measured.

Predictions are never graded: a wrong one teaches most.
"""

_predictions: dict[str, object] = {}


def predict(name: str, value: object, unit: str = "") -> None:
    """Keep a prediction under `name`; `...` is a blank, and takes an earlier one back."""
    if value is ...:
        _predictions.pop(name, None)
        wanted = f"your answer ({unit})" if unit else "your answer"
        print(f"No prediction yet. Replace ... by {wanted}, and run this cell again.")
        return
    _predictions[name] = value
    print("Your prediction:", _with_unit(value, unit))


def predicted(name: str, measured: object, unit: str = "") -> None:
    """Print what was predicted under `name` beside what was measured, in `unit`."""
    result = f"measured: {_with_unit(measured, unit)}."
    if name in _predictions:
        print(f"You predicted {_with_unit(_predictions[name], unit)}; {result}")
    else:
        print(f"You made no prediction; {result}")


def _with_unit(value: object, unit: str) -> str:
    return f"{value} {unit}".rstrip()
