// What careful(driver) makes of drivers: `ask_careful.mjs at_once`, or `later`.
// Prints for each: what reached the callback, what was thrown, what nobody caught.
import * as answer from "./careful.mjs";

const full = (hall) => new Error(`${hall} is full`);
const seat = (hall) => `seat in ${hall}`;
const thrown = (text) => {
  throw new Error(text);
};
const soon = (run) => setTimeout(run, 2);

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
  },
  later: {
    answers: (hall, callback) => soon(() => callback(undefined, 0)),
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
    other_hall: (hall, callback) => setTimeout(() => callback(null, seat(hall)), hall),
    callback_throws: (hall, callback) => callback(null, seat(hall)),
  },
};

const told = (error) =>
  error instanceof Error ? error.message : error && `a ${typeof error}, ${error}`;
const missing = typeof answer.careful !== "function";
const wrapped = missing ? null : answer.careful(() => {}); // a stub throws here
let now = { uncaught: [] };
process.on("uncaughtException", (error) => now.uncaught.push(told(error)));

async function ask(name, driver) {
  const calls = [];
  let returned = false;
  now = { calls, asked: [], uncaught: [] };
  const callback = (error, value) => {
    calls.push({ error: told(error) ?? null, value: value ?? null, within: !returned });
    if (name === "callback_throws" && calls.length === 1) thrown("the mail is down");
  };
  try {
    const careful = answer.careful((hall, back) => {
      now.asked.push(hall);
      return driver(hall, back);
    });
    careful(3, callback);
    returned = true;
    if (name === "other_hall") careful(1, callback); // and is answered before the first
  } catch (error) {
    now.threw = told(error);
  }
  returned = true;
  await new Promise((resolve) => setTimeout(resolve, 12));
  return now;
}

const seen = {};
if (typeof wrapped === "function") {
  for (const [name, driver] of Object.entries(kinds[process.argv[2]])) {
    seen[name] = await ask(name, driver);
  }
}
console.log(JSON.stringify({ missing, wrapped: typeof wrapped, seen }));
