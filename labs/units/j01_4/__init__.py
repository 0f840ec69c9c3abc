"""The room of J01.4, Wait without working."""
