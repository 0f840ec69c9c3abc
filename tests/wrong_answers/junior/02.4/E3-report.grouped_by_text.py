# must say: two performances of one show on one day became one row
# cell: E3-report-answer
def mariadb_report():
    return """
    SELECT min(performance.id), concat(`show`.title, ' on ', performance.evening) AS what, sum(sale.pence) AS pence
    FROM performance
    JOIN `show` ON `show`.id = performance.show_id
    JOIN sale ON sale.performance_id = performance.id
    GROUP BY what
    ORDER BY min(performance.id)
    """
