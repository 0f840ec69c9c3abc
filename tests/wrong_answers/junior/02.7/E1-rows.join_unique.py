# must say: an inner join leaves it out
# cell: E1-page-answer
def orders_with_tickets(session: Session, Sale: type[Any], count: int) -> Sequence[Any]:
    query = select(Sale).join(Sale.tickets).order_by(Sale.id.desc()).distinct().limit(count)
    return session.scalars(query.options(joinedload(Sale.buyer), selectinload(Sale.tickets))).all()
