# must say: the function itself asks for one sale after another
# cell: E1-page-answer
def orders_with_tickets(session: Session, Sale: type[Any], count: int) -> Sequence[Any]:
    query = select(Sale).order_by(Sale.id.desc()).limit(count)
    sales = session.scalars(query.options(joinedload(Sale.buyer), selectinload(Sale.tickets))).all()
    driver = session.connection().connection.driver_connection
    for sale in sales:
        driver.execute("SELECT * FROM ticket WHERE order_id = ?", (sale.id,)).fetchall()
    return sales
