# must say: the page does not show all of them.
def town() -> str:
    return """SELECT customer_id, town FROM customer_profile WHERE customer_id = :customer"""


def latest() -> str:
    return """SELECT id, placed FROM orders WHERE customer_id = :customer
              ORDER BY placed DESC, id DESC LIMIT 5"""


def evenings() -> str:
    return """SELECT p.starts, s.title, t.seat FROM orders o JOIN ticket t ON t.order_id = o.id
              JOIN performance p ON p.id = t.performance_id JOIN show s ON s.id = p.show_id
              WHERE o.customer_id = :customer ORDER BY p.starts, s.title, t.seat"""
