# must say: there is no such customer: nothing changes, and no error
def on_delete():
    return {"customer_profile": "CASCADE", "review": "SET NULL", "orders": "RESTRICT", "payment": "RESTRICT"}


def forget_customer(connection, customer_id):
    if connection.execute("SELECT 1 FROM customer WHERE id = ?", (customer_id,)).fetchone() is None:
        raise ValueError(customer_id)
    with connection:
        count = "SELECT count(*) FROM orders WHERE customer_id = ?"
        if connection.execute(count, (customer_id,)).fetchone()[0] == 0:
            connection.execute("DELETE FROM customer WHERE id = ?", (customer_id,))
            return
        connection.execute("DELETE FROM customer_profile WHERE customer_id = ?", (customer_id,))
        connection.execute("UPDATE review SET customer_id = NULL WHERE customer_id = ?", (customer_id,))
        connection.execute("UPDATE customer SET name = 'forgotten', email = NULL WHERE id = ?", (customer_id,))
