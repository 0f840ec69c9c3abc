# must say: limit(count) belongs in the query
# cell: E1-page-answer
def orders_with_tickets(session: Session, Sale: type[Any], count: int) -> Sequence[Any]:
    query = select(Sale).order_by(Sale.id.desc())
    plan = joinedload(Sale.buyer), selectinload(Sale.tickets)
    return session.scalars(query.options(*plan)).all()[:count]
