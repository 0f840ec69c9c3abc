# must say: the list is not returned
# cell: E1-page-answer
def orders_with_tickets(session: Session, Sale: type[Any], count: int) -> Sequence[Any]:
    query = select(Sale).order_by(Sale.id.desc()).limit(count)
    session.scalars(query.options(joinedload(Sale.buyer), selectinload(Sale.tickets))).all()
