# must say: their base is its argument Model
def map_tables(Model: type[Any], Buyer: type[Any]) -> tuple[type[Any], type[Any]]:
    """The mapped classes Sale and Ticket."""
    class Own(DeclarativeBase):
        registry = type(Model.registry)()

    class Sale(Own):
        __tablename__ = "orders"

        id: Mapped[int] = mapped_column(primary_key=True)
        customer_id: Mapped[int] = mapped_column(ForeignKey(Buyer.__table__.c.id))
        placed: Mapped[str]
        buyer: Mapped[Buyer] = relationship()
        tickets: Mapped[list["Ticket"]] = relationship(order_by="Ticket.seat.desc()")

    class Ticket(Own):
        __tablename__ = "ticket"

        performance_id: Mapped[int] = mapped_column(primary_key=True)
        seat: Mapped[int] = mapped_column(primary_key=True)
        pence: Mapped[int]
        order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))

    return Sale, Ticket
