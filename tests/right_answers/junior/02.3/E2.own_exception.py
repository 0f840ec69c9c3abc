class Gone(Exception):
    pass


def sell(connection, seat_id, customer_id):
    try:
        with connection:
            order = connection.execute("INSERT INTO orders (customer_id) VALUES (?)", (customer_id,)).lastrowid
            take = "UPDATE seat SET status = 'sold', order_id = ? WHERE id = ? AND status = 'free'"
            if connection.execute(take, (order, seat_id)).rowcount == 0:
                raise Gone
            price = connection.execute("SELECT pence FROM seat WHERE id = ?", (seat_id,)).fetchone()[0]
            connection.execute("INSERT INTO payment (order_id, pence) VALUES (?, ?)", (order, price))
    except Gone:
        return None
    return order
