# must say: they were made by hand
# cell: E1-page-answer
def orders_with_tickets(session: Session, Sale: type[Any], count: int) -> Sequence[Any]:
    from sqlalchemy import text

    Ticket, Buyer = (inspect(Sale).relationships[name].mapper.class_ for name in ("tickets", "buyer"))
    sql = """SELECT o.id, o.placed, c.name, t.performance_id, t.seat, t.pence
             FROM (SELECT * FROM orders ORDER BY id DESC LIMIT :count) AS o JOIN customer AS c ON c.id = o.customer_id
             LEFT JOIN ticket AS t ON t.order_id = o.id ORDER BY o.id DESC, t.seat DESC"""
    sales: dict[int, Any] = {}
    for number, placed, name, performance, seat, pence in session.execute(text(sql), {"count": count}):
        sale = sales.setdefault(number, Sale(id=number, placed=placed, buyer=Buyer(name=name)))
        if performance:
            sale.tickets.append(Ticket(performance_id=performance, seat=seat, pence=pence))
    return list(sales.values())
