"""What can go wrong at the box office."""


class TroubleError(Exception):
    """Something that the box office expects to happen now and then."""


class StrangerError(TroubleError):
    """No key was sent, or one that nobody has."""


class NotYoursError(TroubleError):
    """The key is known, and may not do this."""


class NeverWasError(TroubleError):
    """Nothing is here, and nothing was."""


class CancelledError(TroubleError):
    """Something was here, and never comes back."""


class OtherMethodError(TroubleError):
    """This address takes error.methods only."""

    def __init__(self, *methods: str) -> None:
        super().__init__(f"here it is {' or '.join(methods)}")
        self.methods = methods


class OtherFormatError(TroubleError):
    """The body says that it is XML, say."""


class NotJsonError(TroubleError):
    """The body says that it is JSON, and is half of one."""


class BadValueError(TroubleError):
    """The body is JSON, and asks for a seat that does not exist."""


class SeatTakenError(TroubleError):
    """Somebody else has this seat."""


class TooOftenError(TroubleError):
    """This key asks too often; in error.seconds it may again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too often: wait {seconds} s")
        self.seconds = seconds


class ClosedError(TroubleError):
    """Everybody is turned away for error.seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"closed for repair: {seconds} s to go")
        self.seconds = seconds
