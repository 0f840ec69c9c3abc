# must say: the function itself asks for one sale after another
# cell: E1-page-answer
def orders_with_tickets(session: Session, Sale: type[Any], count: int) -> Sequence[Any]:
    sales = session.scalars(select(Sale).order_by(Sale.id.desc()).limit(count)).all()
    for sale in sales:
        sale.buyer, sale.tickets
    return sales
