<?php
set_exception_handler(function (Throwable $error) {
    $at = basename($error->getFile()) . ":" . $error->getLine();
    answer(["error" => get_class($error) . ": " . $error->getMessage(), "at" => $at]);
});

function answer(array $value): never
{
    header("Content-Type: application/json");
    echo json_encode($value);
    exit;
}

/** Answers a visitor: the place that the function gives, the worker, and a variable that counts. */
function serve(callable $place): never
{
    static $counted = 0;
    [, $sale, $most] = explode("/", $_SERVER["REQUEST_URI"]);
    $given = $place($sale, (int) $most);
    answer(["place" => $given, "worker" => getmypid(), "counted" => ++$counted]);
}
