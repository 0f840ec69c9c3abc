# must say: ids have gaps
# cell: E1-page-answer
def orders_with_tickets(session: Session, Sale: type[Any], count: int) -> Sequence[Any]:
    from sqlalchemy import func

    last = select(func.max(Sale.id)).scalar_subquery()
    query = select(Sale).where(Sale.id > last - count).order_by(Sale.id.desc())
    plan = joinedload(Sale.buyer), selectinload(Sale.tickets)
    return session.scalars(query.options(*plan)).all()
