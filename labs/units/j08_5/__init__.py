"""The room of J08.5, Take in what fits, send what is asked."""
