"""Figures as they are stored: with few colours, in a third of the bytes."""

from base64 import b64decode, b64encode
from io import BytesIO

from nbformat import NotebookNode
from PIL import Image

COLOURS = 64
_PNG = "image/png"


def with_few_colours(output: NotebookNode) -> NotebookNode:
    """The output, its figure in at most COLOURS colours; changed in place."""
    data = output.get("data", {})
    if data.get(_PNG):
        picture = Image.open(BytesIO(b64decode(data[_PNG]))).convert("RGB")
        small = BytesIO()
        few = picture.quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(small, "PNG", optimize=True)
        data[_PNG] = b64encode(small.getvalue()).decode()
    return output


def colours(output: NotebookNode) -> int:
    """How many colours the output's figure has; 0 if it has none."""
    data = output.get("data", {})
    if not data.get(_PNG):
        return 0
    picture = Image.open(BytesIO(b64decode(data[_PNG]))).convert("RGB")
    return len(picture.getcolors(picture.width * picture.height) or ())
