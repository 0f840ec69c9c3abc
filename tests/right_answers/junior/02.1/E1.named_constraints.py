def ticket_table() -> str:
    return """
    create table if not exists Ticket (
        performance_id int not null,
        seat int not null constraint a_seat check (seat >= 1),
        band char(1) not null check (band = 'A' or band = 'B' or band = 'C'),
        pence int not null constraint costs_something check (pence >= 1),
        order_id int not null,
        constraint sold_once unique (seat, performance_id),
        foreign key (performance_id) references performance (id),
        foreign key (order_id) references orders (id)
    )
    """
