# must say: the value was built into the text
def on_delete():
    return {"customer_profile": "CASCADE", "review": "SET NULL", "orders": "RESTRICT", "payment": "RESTRICT"}


def forget_customer(connection, customer_id):
    with connection:
        count = f"SELECT count(*) FROM orders WHERE customer_id = {customer_id}"
        if connection.execute(count).fetchone()[0] == 0:
            connection.execute(f"DELETE FROM customer WHERE id = {customer_id}")
            return
        connection.execute(f"DELETE FROM customer_profile WHERE customer_id = {customer_id}")
        connection.execute(f"UPDATE review SET customer_id = NULL WHERE customer_id = {customer_id}")
        connection.execute(f"UPDATE customer SET name = 'forgotten', email = NULL WHERE id = {customer_id}")
