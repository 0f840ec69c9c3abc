// seatmap in TypeScript: what Node runs, with types that nobody sees any more when it does.
import { createServer, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";

type Best = { readonly hall: number; readonly row: number; readonly seat: number; readonly cost: number };
type Tonight = Best & { readonly seats_left: number };
type Row = { readonly row: number; readonly free: number };
type Left = { readonly hall: number; readonly seats_left: number };

const HALLS = 100;
const ARENA = 100;
const PATH = /^\/halls\/([1-9]\d{0,5})(\/best|\/tonight|\/rows)?$/;

class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

function sold(hall: number): boolean[][] {
  const [count, width] = hall === ARENA ? [160, 150] : [30, 40];
  let x = hall;
  return Array.from({ length: count }, () =>
    Array.from({ length: width }, () => {
      x = (x * 48_271) % 2_147_483_647;
      return x % 100 < 55;
    }));
}

function heads(rows: readonly boolean[][], row: number, seat: number): number {
  let before = 0;
  for (const [nearer, taken] of rows.slice(0, row).entries()) {
    const reach = row - nearer;
    const last = Math.min(seat + reach, taken.length - 1);
    for (let other = Math.max(seat - reach, 0); other <= last; other += 1) {
      if (taken[other]) before += 1;
    }
  }
  return before;
}

function best(hall: number, seats: number): Best {
  const rows = sold(hall);
  let found: Best | null = null;
  for (const [row, taken] of rows.entries()) {
    for (let first = 0; first + seats <= taken.length; first += 1) {
      if (taken.slice(first, first + seats).includes(true)) continue;
      let cost = 0;
      for (let seat = first; seat < first + seats; seat += 1) {
        cost += Math.abs(2 * seat - taken.length + 1) + heads(rows, row, seat);
      }
      if (!found || cost < found.cost) found = { hall, row: row + 1, seat: first + 1, cost };
    }
  }
  if (!found) throw new Refusal(409, `Hall ${hall} has no ${seats} seats together.`);
  return found;
}

async function seatsLeft(hall: number): Promise<number> {
  try {
    const reply = await fetch(`${process.env.PARTNER}/halls/${hall}`);
    const told: unknown = await reply.json();
    if (reply.ok && typeof told === "object" && told !== null && "seats_left" in told) {
      return Number(told.seats_left);
    }
  } catch {
    // it is told below
  }
  throw new Refusal(502, "The partner does not answer.");
}

async function tonight(hall: number, seats: number): Promise<Tonight> {
  const left = await seatsLeft(hall);
  if (left < seats) throw new Refusal(409, `The partner has ${left} seats left.`);
  return { ...best(hall, seats), seats_left: left };
}

function* lines(hall: number): Generator<string> {
  for (const [index, row] of sold(hall).entries()) {
    const told: Row = { row: index + 1, free: row.filter((taken) => !taken).length };
    yield `${JSON.stringify(told)}\n`;
  }
}

function readSeats(query: URLSearchParams): number {
  const asked = query.get("seats") ?? "";
  if (!/^([1-9]|10)$/.test(asked)) throw new Refusal(422, "seats: a whole number from 1 to 10");
  return Number(asked);
}

async function answer(hall: number, what: string | undefined, query: URLSearchParams): Promise<Best | Left> {
  if (what === undefined) return { hall, seats_left: await seatsLeft(hall) };
  const seats = readSeats(query);
  return what === "/best" ? best(hall, seats) : tonight(hall, seats);
}

function send(response: ServerResponse, status: number, value: unknown): void {
  response.setHeader("Content-Type", "application/json");
  if (status === 405) response.setHeader("Allow", "GET");
  response.writeHead(status);
  response.end(JSON.stringify(value));
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? "/", "http://seatmap");
  const found = PATH.exec(url.pathname);
  const hall = Number(found?.[1]);
  const isHealth = url.pathname === "/healthz";
  try {
    if (!isHealth && !(hall <= HALLS)) throw new Refusal(404, "There is no such page.");
    if (request.method !== "GET") throw new Refusal(405, "GET a page.");
    if (isHealth) return send(response, 200, { status: "ok" });
    if (found?.[2] !== "/rows") return send(response, 200, await answer(hall, found?.[2], url.searchParams));
    response.writeHead(200, { "Content-Type": "application/x-ndjson" });
    await pipeline(lines(hall), response);
  } catch (error) {
    if (response.headersSent) return; // the client has hung up
    const status = error instanceof Refusal ? error.status : 500;
    send(response, status, { error: error instanceof Error ? error.message : "an error" });
  }
});
server.listen(Number(process.env.PORT), "127.0.0.1");
process.on("SIGTERM", () => {
  server.close();
  setTimeout(() => server.closeAllConnections(), 1_000).unref();
});
