# must say: without ORDER BY any order is right.
# cell: E3-report-answer
def mariadb_report():
    return """
    SELECT performance.id, concat(`show`.title, ' on ', performance.evening) AS what, sum(sale.pence) AS pence
    FROM performance
    JOIN `show` ON `show`.id = performance.show_id
    JOIN sale ON sale.performance_id = performance.id
    GROUP BY performance.id, `show`.title, performance.evening
    """
