// All orders of the five parts: each makes an app, which is asked four times.
import { once } from "node:events";
import { createServer } from "node:http";
import express from "express";
import { key, problems } from "./doors.mjs";
import { log, requestId } from "./layers.mjs";
import { done, reviews } from "./routes.mjs";

const PARTS = { requestId, log, key, routes: reviews(), problems };
const ASKED = [
  ["GET", "/shows/1/reviews"],
  ["POST", "/shows/1/reviews"],
  ["GET", "/fail"],
  ["GET", "/nowhere"],
];

const print = console.log;
let lines = [];
console.log = (line) => lines.push(JSON.parse(line));
console.error = () => {}; // Express tells errors that no part takes

function* ordersOf(names) {
  if (names.length === 0) {
    yield [];
  }
  for (const first of names) {
    for (const rest of ordersOf(names.filter((name) => name !== first))) {
      yield [first, ...rest];
    }
  }
}

function keeps(answers) {
  const [, refused, failed] = answers;
  const own = (line, n) => line.id === `guest-${n}` && "ms" in line;
  return {
    "nothing is done without a key": refused.status === 401 && done.length === 0,
    "each answer has its id": answers.every(({ id }, n) => id === `guest-${n}`),
    "each request has one line, with its id": answers.every(
      (_, n) => lines.filter((line) => own(line, n)).length === 1,
    ),
    "a failure is a problem, with its id":
      failed.type.startsWith("application/problem+json") && failed.body.includes("guest-2"),
  };
}

let app;
const server = createServer((request, response) => app(request, response));
server.listen(0, "127.0.0.1");
await once(server, "listening");

const found = [];
for (const order of ordersOf(Object.keys(PARTS))) {
  app = express();
  order.forEach((name) => app.use(PARTS[name]));
  lines = [];
  done.length = 0;
  const answers = [];
  for (const [n, [method, path]] of ASKED.entries()) {
    const headers = { "X-Request-ID": `guest-${n}` };
    const url = `http://127.0.0.1:${server.address().port}${path}`;
    const answer = await fetch(url, { method, headers });
    const { status } = answer;
    const [id, type] = ["X-Request-ID", "Content-Type"].map((name) => answer.headers.get(name));
    answers.push({ status, id, type: type ?? "", body: await answer.text() });
  }
  await new Promise((resolve) => setImmediate(resolve)); // the last line
  found.push({ order, keeps: keeps(answers) });
}
print(JSON.stringify(found));
process.exit();
