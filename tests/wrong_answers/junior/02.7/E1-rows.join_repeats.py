# must say: a join repeats a sale for each of its tickets
# cell: E1-page-answer
def orders_with_tickets(session: Session, Sale: type[Any], count: int) -> Sequence[Any]:
    query = select(Sale).outerjoin(Sale.tickets).order_by(Sale.id.desc()).limit(count)
    return session.scalars(query.options(joinedload(Sale.buyer), selectinload(Sale.tickets))).all()
