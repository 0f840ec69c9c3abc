// What careful(driver) makes of drivers: `ask_careful.mjs at_once`, or `later`.
// Prints for each: what reached the callback, what was thrown, what nobody caught.
import * as answer from "./careful.mjs";

const made = new WeakSet(); // the errors made here: an answer hands on these, and no copies
function failure(text) {
  const error = new Error(text);
  made.add(error);
  return error;
}
const full = (hall) => failure(`${hall} is full`);
const seat = (hall) => `seat in ${hall}`;
const thrown = (text) => {
  throw failure(text);
};
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const soon = (run) => setTimeout(run, 2);
const order = () => `order ${now.halls.length}`;

const kinds = {
  at_once: {
    answers: (hall, callback) => callback(null, seat(hall)),
    fails: (hall, callback) => callback(full(hall)),
    twice: (hall, callback) => {
      callback(null, seat(hall));
      callback(null, "another seat");
    },
    throws: (hall) => thrown(`no way to ${hall}`),
    throws_late: (hall, callback) => {
      callback(null, seat(hall));
      thrown("cannot write the log");
    },
    both: (hall, callback) => callback(full(hall), seat(hall)),
    again: (hall, callback) => callback(null, order()),
  },
  later: {
    answers: (hall, callback) => soon(() => callback(null, 0)),
    nothing: (hall, callback) => soon(() => callback(null)),
    fails: (hall, callback) => soon(() => callback(full(hall))),
    twice: (hall, callback) => {
      soon(() => callback(full(hall)));
      setTimeout(() => callback(null, seat(hall)), 6);
    },
    throws: (hall, callback) => {
      soon(() => callback(null, seat(hall)));
      thrown(`no way to ${hall}`);
    },
    throws_late: (hall, callback) => {
      callback(full(hall));
      thrown("cannot write the log");
    },
    both: (hall, callback) => soon(() => callback(full(hall), seat(hall))),
    orders: (hall, callback) => setTimeout(callback, hall, null, order()),
    callback_throws: (hall, callback) => callback(null, seat(hall)),
    catches_all: (hall, callback) =>
      soon(() => {
        try {
          callback(null, seat(hall));
        } catch {
          // what went wrong here is nobody's business, thinks this driver
        }
      }),
  },
};
const ordered = { again: [3, 3], orders: [3, 1, 3] };
const throwing = ["callback_throws", "catches_all"];

function told(error) {
  if (made.has(error)) return error.message;
  return error instanceof Error ? String(error) : `a ${typeof error}, ${error}`;
}
const written = (value) => (typeof value === "string" ? JSON.stringify(value) : String(value));
const missing = typeof answer.careful !== "function";
const wrapped = missing ? null : answer.careful(() => {}); // a stub throws here
let now = { halls: [], uncaught: [] };
process.on("uncaughtException", (error) => now.uncaught.push(told(error)));

async function ask(name, driver) {
  const ordering = ordered[name] ?? [3];
  const calls = [];
  let returned = false;
  now = { calls, ordering, halls: [], uncaught: [] };
  const callback = (error, value) => {
    const failed = error !== null && error !== undefined;
    const beside = failed ? (value ?? undefined) : value; // null is nothing beside an error
    calls.push({ error: failed ? told(error) : null, value: written(beside), within: !returned });
    if (throwing.includes(name) && calls.length === 1) thrown("the mail is down");
  };
  try {
    const careful = answer.careful((hall, back) => {
      now.halls.push(hall);
      return driver(hall, back);
    });
    for (const hall of ordering) {
      returned = false;
      careful(hall, callback);
      returned = true;
    }
  } catch (error) {
    now.threw = told(error);
  }
  returned = true;
  const lacking = () => calls.length < ordering.length && !("threw" in now);
  for (let tries = 0; tries < 60 && lacking(); tries += 1) await pause(5);
  await pause(12); // for calls that are too many
  return now;
}

const seen = {};
if (typeof wrapped === "function") {
  for (const [name, driver] of Object.entries(kinds[process.argv[2]])) {
    seen[name] = await ask(name, driver);
  }
}
console.log(JSON.stringify({ missing, wrapped: typeof wrapped, seen }));
