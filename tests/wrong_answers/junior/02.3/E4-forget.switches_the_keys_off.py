# must say: PRAGMA foreign_keys was switched off
def on_delete():
    return {"customer_profile": "CASCADE", "review": "SET NULL", "orders": "RESTRICT", "payment": "RESTRICT"}


def forget_customer(connection, customer_id):
    connection.execute("PRAGMA foreign_keys = OFF")
    with connection:
        count = "SELECT count(*) FROM orders WHERE customer_id = ?"
        if connection.execute(count, (customer_id,)).fetchone()[0] == 0:
            connection.execute("DELETE FROM customer WHERE id = ?", (customer_id,))
            return
        connection.execute("DELETE FROM customer_profile WHERE customer_id = ?", (customer_id,))
        connection.execute("UPDATE review SET customer_id = NULL WHERE customer_id = ?", (customer_id,))
        connection.execute("UPDATE customer SET name = 'forgotten', email = NULL WHERE id = ?", (customer_id,))
