"""Rafi's table of reviews."""

from django.db.models import CharField, Model, PositiveSmallIntegerField

SHOWS = (1, 2, 3)


class Review(Model):  # type: ignore[misc] # Django has no types
    """What somebody says of a show."""

    show = PositiveSmallIntegerField()
    stars = PositiveSmallIntegerField()
    text = CharField(max_length=500)

    def told(self) -> dict[str, object]:
        return {"id": self.pk, "show": self.show, "stars": self.stars, "text": self.text}
