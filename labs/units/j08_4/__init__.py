"""What J08.4 is judged, drawn and staged with."""
