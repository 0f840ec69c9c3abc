"""The room of S03.2, Write the document first."""
