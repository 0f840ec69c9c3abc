# must say: the function itself asks for one sale after another
# cell: E1-page-answer
def orders_with_tickets(session: Session, Sale: type[Any], count: int) -> Sequence[Any]:
    ids = session.scalars(select(Sale.id).order_by(Sale.id.desc()).limit(count)).all()
    plan = [joinedload(Sale.buyer), selectinload(Sale.tickets)]
    return [session.get(Sale, number, options=plan) for number in ids]
