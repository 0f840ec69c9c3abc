# cell: E1-page-answer
def orders_with_tickets(session: Session, Sale: type[Any], count: int) -> Sequence[Any]:
    from sqlalchemy.orm import contains_eager

    query = select(Sale).join(Sale.buyer).order_by(Sale.id.desc()).limit(count)
    plan = contains_eager(Sale.buyer), selectinload(Sale.tickets)
    return list(session.scalars(query.options(*plan)))
