"""The room of S03.7, Trust a token that somebody else signed."""
