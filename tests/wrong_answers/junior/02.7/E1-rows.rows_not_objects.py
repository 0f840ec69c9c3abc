# must say: scalars() gives the objects
# cell: E1-page-answer
def orders_with_tickets(session: Session, Sale: type[Any], count: int) -> Sequence[Any]:
    query = select(Sale).order_by(Sale.id.desc()).limit(count)
    plan = joinedload(Sale.buyer), selectinload(Sale.tickets)
    return session.execute(query.options(*plan)).all()
