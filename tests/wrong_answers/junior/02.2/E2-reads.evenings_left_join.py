# must say: whose seats were all returned has no evening: JOIN drops it.
def town() -> str:
    return "SELECT town FROM customer_profile WHERE customer_id = :customer"


def latest() -> str:
    return """SELECT id, placed FROM orders WHERE customer_id = :customer
              ORDER BY placed DESC, id DESC LIMIT 5"""


def evenings() -> str:
    return """SELECT p.starts, s.title, t.seat FROM orders o LEFT JOIN ticket t ON t.order_id = o.id LEFT JOIN performance p ON p.id = t.performance_id LEFT JOIN show s ON s.id = p.show_id WHERE o.customer_id = :customer ORDER BY 1, 2, 3"""
