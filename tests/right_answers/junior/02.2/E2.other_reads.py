def name() -> str:
    return "SELECT name FROM customer WHERE id = :customer"


def town() -> str:
    return "SELECT town FROM customer_profile WHERE customer_id = :customer"


def latest():
    return """SELECT id, placed FROM orders WHERE customer_id = :customer ORDER BY 2 DESC, 1 DESC LIMIT 5"""


def evenings():
    return """SELECT starts, title, seat FROM ticket JOIN performance ON performance.id = performance_id JOIN show ON show.id = show_id WHERE order_id IN (SELECT id FROM orders WHERE customer_id = :customer) ORDER BY 1, 2, 3"""
