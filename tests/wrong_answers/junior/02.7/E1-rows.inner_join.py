# must say: an inner join leaves
# cell: E1-page-answer
def orders_with_tickets(session: Session, Sale: type[Any], count: int) -> Sequence[Any]:
    query = select(Sale).where(Sale.tickets.any()).order_by(Sale.id.desc()).limit(count)
    plan = joinedload(Sale.buyer), selectinload(Sale.tickets)
    return session.scalars(query.options(*plan)).all()
