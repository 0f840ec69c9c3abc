# must say: the tickets are loaded for one sale after another
# cell: E1-page-answer
def orders_with_tickets(session: Session, Sale: type[Any], count: int) -> Sequence[Any]:
    query = select(Sale).order_by(Sale.id.desc()).limit(count)
    plan = (joinedload(Sale.buyer),)
    return session.scalars(query.options(*plan)).all()
