<?php
// seatmap in PHP: its own server runs this file for each request, one after the other.
const HALLS = 100;
const ARENA = 100;

function answer(int $status, array $value): never
{
    http_response_code($status);
    header("Content-Type: application/json");
    if ($status === 405) header("Allow: GET");
    echo json_encode($value);
    exit;
}

function refuse(int $status, string $why): never
{
    answer($status, ["error" => $why]);
}

function sold(int $hall): array
{
    [$count, $width] = $hall === ARENA ? [160, 150] : [30, 40];
    $x = $hall;
    $rows = [];
    for ($row = 0; $row < $count; $row++) {
        for ($seat = 0; $seat < $width; $seat++) {
            $x = $x * 48_271 % 2_147_483_647;
            $rows[$row][$seat] = $x % 100 < 55;
        }
    }
    return $rows;
}

function heads(array $rows, int $row, int $seat): int
{
    $before = 0;
    for ($nearer = 0; $nearer < $row; $nearer++) {
        $taken = $rows[$nearer];
        $reach = $row - $nearer;
        $last = min($seat + $reach, count($taken) - 1);
        for ($other = max($seat - $reach, 0); $other <= $last; $other++) {
            if ($taken[$other]) $before++;
        }
    }
    return $before;
}

function best(int $hall, int $seats): array
{
    $rows = sold($hall);
    $found = null;
    foreach ($rows as $row => $taken) {
        $width = count($taken);
        for ($first = 0; $first + $seats <= $width; $first++) {
            if (in_array(true, array_slice($taken, $first, $seats), true)) continue;
            $cost = 0;
            for ($seat = $first; $seat < $first + $seats; $seat++) {
                $cost += abs(2 * $seat - $width + 1) + heads($rows, $row, $seat);
            }
            if ($found === null || $cost < $found["cost"]) {
                $found = ["hall" => $hall, "row" => $row + 1, "seat" => $first + 1, "cost" => $cost];
            }
        }
    }
    return $found ?? refuse(409, "Hall $hall has no $seats seats together.");
}

function seats_left(int $hall): int
{
    $told = @file_get_contents(getenv("PARTNER") . "/halls/$hall");
    $left = $told === false ? null : json_decode($told)?->seats_left;
    return $left ?? refuse(502, "The partner does not answer.");
}

function tonight(int $hall, int $seats): array
{
    $left = seats_left($hall);
    if ($left < $seats) refuse(409, "The partner has $left seats left.");
    return best($hall, $seats) + ["seats_left" => $left];
}

function read_seats(): int
{
    $asked = $_GET["seats"] ?? "";
    if (!is_string($asked) || !preg_match('/^([1-9]|10)$/D', $asked)) {
        refuse(422, "seats: a whole number from 1 to 10");
    }
    return (int) $asked;
}

function stream(int $hall): never
{
    header("Content-Type: application/x-ndjson");
    foreach (sold($hall) as $index => $row) {
        $free = count(array_filter($row, fn($taken) => !$taken));
        echo json_encode(["row" => $index + 1, "free" => $free]), "\n";
        flush();
    }
    exit;
}

$path = parse_url($_SERVER["REQUEST_URI"], PHP_URL_PATH);
$health = $path === "/healthz";
$known = preg_match('#^/halls/([1-9]\d{0,5})(/best|/tonight|/rows)?$#D', $path, $found);
$hall = (int) ($found[1] ?? 0);
if (!$health && (!$known || $hall > HALLS)) refuse(404, "There is no such page.");
if ($_SERVER["REQUEST_METHOD"] !== "GET") refuse(405, "GET a page.");
if ($health) answer(200, ["status" => "ok"]);
match ($found[2] ?? "") {
    "" => answer(200, ["hall" => $hall, "seats_left" => seats_left($hall)]),
    "/best" => answer(200, best($hall, read_seats())),
    "/tonight" => answer(200, tonight($hall, read_seats())),
    "/rows" => stream($hall),
};
