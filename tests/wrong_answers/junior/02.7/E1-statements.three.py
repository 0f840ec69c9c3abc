# must say: a sale has one buyer, so joinedload can bring it
# cell: E1-page-answer
def orders_with_tickets(session: Session, Sale: type[Any], count: int) -> Sequence[Any]:
    query = select(Sale).order_by(Sale.id.desc()).limit(count)
    plan = selectinload(Sale.buyer), selectinload(Sale.tickets)
    return session.scalars(query.options(*plan)).all()
