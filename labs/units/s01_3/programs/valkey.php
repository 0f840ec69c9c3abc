<?php
/** Sends a command to Valkey, and gives its answer: a whole number, a text, or null. */
function valkey(string|int ...$words): int|string|null
{
    static $line = null;
    $line ??= connected(parse_url(getenv("VALKEY")));
    return told($line, $words);
}

function connected(array $url)
{
    $kind = $url["scheme"] === "rediss" ? "tls" : "tcp";
    $line = stream_socket_client("$kind://{$url["host"]}:{$url["port"]}");
    if (isset($url["pass"])) {
        $user = urldecode($url["user"] ?? "") ?: "default";
        told($line, ["AUTH", $user, urldecode($url["pass"])]);
    }
    told($line, ["SELECT", trim($url["path"] ?? "", "/") ?: "0"]);
    return $line;
}

/** One command and its answer, as the protocol of Redis writes them. */
function told($line, array $words): int|string|null
{
    $sent = "*" . count($words) . "\r\n";
    foreach ($words as $word) {
        $sent .= "$" . strlen($word) . "\r\n$word\r\n";
    }
    fwrite($line, $sent);
    $first = rtrim(fgets($line), "\r\n");
    $rest = substr($first, 1);
    return match ($first[0]) {
        ":" => (int) $rest,
        "+" => $rest,
        "$" => $rest === "-1" ? null : substr(stream_get_contents($line, $rest + 2), 0, -2),
        default => throw new RuntimeException("Valkey says: $rest"),
    };
}
