"""What Flytower's services promise over the wire, whatever they are written in."""
