// What the seatmap needs beside its answers: what is asked, what is refused, what is sent.
const PATH = /^\/halls\/([1-9]\d{0,5})(\/best|\/tonight|\/rows)?$/;
const HALLS = 100;

export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

// { what, hall, seats }: what is "health", "left", "best", "tonight" or "rows". Throws a Refusal.
export function asked(request) {
  const { pathname, searchParams } = new URL(request.url, "http://seatmap");
  const [, number, page = "/left"] = PATH.exec(pathname) ?? [];
  const isHealth = pathname === "/healthz";
  if (!isHealth && !(number <= HALLS)) throw new Refusal(404, "There is no such page.");
  if (request.method !== "GET") throw new Refusal(405, "GET a page.");
  if (isHealth) return { what: "health" };
  const what = page.slice(1);
  const seats = searchParams.get("seats") ?? "";
  const counts = what === "best" || what === "tonight";
  if (counts && !/^([1-9]|10)$/.test(seats)) {
    throw new Refusal(422, "seats: a whole number from 1 to 10");
  }
  return { what, hall: Number(number), seats: Number(seats) };
}

// How many seats the partner has left; a Refusal, 502, if it does not answer.
export async function seatsLeft(hall) {
  try {
    const reply = await fetch(`${process.env.PARTNER}/halls/${hall}`);
    if (!reply.ok) throw new Error(`the partner says ${reply.status}`);
    return (await reply.json()).seats_left;
  } catch {
    throw new Refusal(502, "The partner does not answer.");
  }
}

export function send(response, status, value) {
  response.setHeader("Content-Type", "application/json");
  if (status === 405) response.setHeader("Allow", "GET");
  response.writeHead(status);
  response.end(JSON.stringify(value));
}
