# cell: E3-report-answer
def mariadb_report() -> str:
    return """
    WITH takings AS (SELECT performance_id, sum(pence) AS pence FROM sale GROUP BY performance_id)
    SELECT performance.id, concat_ws(' on ', `show`.title, performance.evening) AS what, takings.pence
    FROM takings
    JOIN performance ON performance.id = takings.performance_id
    JOIN `show` ON `show`.id = performance.show_id
    ORDER BY performance.id
    """
