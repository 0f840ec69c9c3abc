"""The room of S03.6, Hold back who asks too much."""
