"""The schema that goes through loaders, as the notebook has it: what answers are tried with."""

from typing import Any

import strawberry

Info = strawberry.Info[dict[str, Any], None]
Row = dict[str, Any]


@strawberry.type
class PageVenue:
    """A venue that is there."""

    name: str


@strawberry.type
class PagePerformance:
    """An evening of a show, which leads back to it."""

    starts: str
    row: strawberry.Private[Row]

    @strawberry.field
    async def venue(self, info: Info) -> PageVenue | None:
        """Null where it has closed."""
        row = await info.context["venues"].load(self.row["venue_id"])
        return row and PageVenue(name=row["name"])

    @strawberry.field
    def show(self) -> "PageShow":
        """The circle."""
        return PageShow(id=str(self.row["show_id"]), title="")  # type: ignore[arg-type]


@strawberry.type(name="Show")
class PageShow:
    """A show of the season."""

    id: strawberry.ID
    title: str

    @strawberry.field
    async def performances(self, info: Info) -> list[PagePerformance]:
        """Its evenings, in order."""
        rows = await info.context["performances"].load(self.id)
        return [PagePerformance(starts=row["starts"], row=row) for row in rows]


@strawberry.type
class PageQuery:
    """What can be asked."""

    @strawberry.field
    def shows(self, info: Info) -> list[PageShow]:
        """All of them."""
        rows = info.context["office"].query("SELECT * FROM show ORDER BY id")
        return [PageShow(id=str(row["id"]), title=row["title"]) for row in rows]  # type: ignore[arg-type]
