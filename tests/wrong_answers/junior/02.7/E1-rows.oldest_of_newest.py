# must say: the newest first: highest id
# cell: E1-page-answer
def orders_with_tickets(session: Session, Sale: type[Any], count: int) -> Sequence[Any]:
    query = select(Sale).order_by(Sale.id.desc()).limit(count)
    plan = joinedload(Sale.buyer), selectinload(Sale.tickets)
    return sorted(session.scalars(query.options(*plan)), key=lambda sale: sale.id)
