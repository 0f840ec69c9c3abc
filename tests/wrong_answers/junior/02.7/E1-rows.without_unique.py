# must say: .unique() before .all() drops the repeats
# cell: E1-page-answer
def orders_with_tickets(session: Session, Sale: type[Any], count: int) -> Sequence[Any]:
    query = select(Sale).order_by(Sale.id.desc()).limit(count)
    plan = joinedload(Sale.buyer), joinedload(Sale.tickets)
    return session.scalars(query.options(*plan)).all()
