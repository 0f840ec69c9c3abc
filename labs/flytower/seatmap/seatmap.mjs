// seatmap in Node: one thread serves everybody.
import { createServer } from "node:http";
import { HALLS, best, rows } from "./hall.mjs";

const PATH = /^\/halls\/([1-9]\d{0,5})(\/best|\/tonight|\/rows)?$/;

class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function seatsLeft(hall) {
  const reply = await fetch(`${process.env.PARTNER}/halls/${hall}`);
  return (await reply.json()).seats_left;
}

function bestOf(hall, seats) {
  const found = best(hall, seats);
  if (!found) throw new Refusal(409, `Hall ${hall} has no ${seats} seats together.`);
  return found;
}

async function tonight(hall, seats) {
  const found = bestOf(hall, seats);
  const left = await seatsLeft(hall);
  if (left < seats) throw new Refusal(409, `The partner has ${left} seats left.`);
  return { ...found, seats_left: left };
}

function readSeats(query) {
  const asked = query.get("seats") ?? "";
  if (!/^([1-9]|10)$/.test(asked)) throw new Refusal(422, "seats: a whole number from 1 to 10");
  return Number(asked);
}

async function answer(method, url) {
  const [, number, what] = PATH.exec(url.pathname) ?? [];
  const isHealth = url.pathname === "/healthz";
  if (!isHealth && !(number <= HALLS)) throw new Refusal(404, "There is no such page.");
  if (method !== "GET") throw new Refusal(405, "GET a page.");
  if (isHealth) return { status: "ok" };
  const hall = Number(number);
  if (what === undefined) return { hall, seats_left: await seatsLeft(hall) };
  if (what === "/rows") return [...rows(hall)];
  const seats = readSeats(url.searchParams);
  return what === "/best" ? bestOf(hall, seats) : tonight(hall, seats);
}

const server = createServer(async (request, response) => {
  let status = 200;
  let value;
  try {
    value = await answer(request.method, new URL(request.url, "http://seatmap"));
  } catch (error) {
    status = error.status ?? 500;
    value = { error: error.message };
  }
  const isRows = Array.isArray(value);
  response.setHeader("Content-Type", isRows ? "application/x-ndjson" : "application/json");
  if (status === 405) response.setHeader("Allow", "GET");
  response.writeHead(status);
  response.end(isRows ? value.map((row) => JSON.stringify(row)).join("\n") : JSON.stringify(value));
});
server.listen(process.env.PORT, "127.0.0.1");
process.on("SIGTERM", () => server.close());
