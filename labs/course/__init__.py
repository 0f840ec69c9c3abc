"""The course's own machinery: units, release, copies, judging, checking."""
