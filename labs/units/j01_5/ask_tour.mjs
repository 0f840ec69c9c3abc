// Runs tour(halls, partner, signal) against the partner; stage.py does the same with Python's.
import { readFileSync } from "node:fs";
import * as answer from "./tour.mjs";

const { url, cases } = JSON.parse(readFileSync(0, "utf8"));

// A partner who notes what is asked of it. The seats of the hall `shut` are 404; the controller
// aborts at the event `cancel`; before the first question for seats, a tour `beside` comes and goes.
function witness({ halls = [], shut, cancel, beside = [] }, controller) {
  const events = [];
  const signalled = [];
  async function ask(what, hall, method, path, signal) {
    const begins = `${what} ${hall} begins`;
    events.push(begins);
    if (signal) signalled.push(what);
    if (beside.length > 0 && begins === `seats ${halls[0]} begins`) await goBeside(beside);
    try {
      const answering = fetch(url + path, { method, signal });
      if (begins === cancel) controller.abort();
      const response = await answering;
      if (!response.ok) throw new Error(`${what} ${hall}: ${response.status}`);
      const body = await response.text();
      events.push(`${what} ${hall} ends`);
      return body && JSON.parse(body);
    } catch (error) {
      events.push(`${what} ${hall} fails`);
      throw error;
    }
  }
  const partner = {
    hold: (hall, signal) => ask("hold", hall, "POST", `/halls/${hall}/holds`, signal),
    async seats(hall, signal) {
      const path = hall === shut ? "/halls/0" : `/halls/${hall}`;
      return (await ask("seats", hall, "GET", path, signal)).seats_left;
    },
    free: (hold, signal) => ask("free", hold?.hall, "DELETE", `/holds/${hold?.id}`, signal),
  };
  return { events, signalled, partner };
}

// A whole tour beside the one that is judged, whatever becomes of it.
async function goBeside(halls) {
  try {
    await answer.tour(halls, witness({}).partner, new AbortController().signal);
  } catch {
    // The judged one tells more.
  }
}

async function run(each) {
  await fetch(`${url}/gauge`, { method: "DELETE" }); // of whatever an earlier answer left
  const controller = new AbortController();
  const { events, signalled, partner } = witness(each, controller);
  const came = {};
  const halls = [...each.halls];
  try {
    came.result = (await answer.tour(halls, partner, controller.signal)) ?? null;
    events.push("tour ends");
  } catch (error) {
    if (error?.message === "not written yet") throw error;
    came.error = error?.name === "AbortError" ? "cancelled" : (error?.message ?? String(error));
    events.push("tour fails");
  }
  const then = [...events];
  const gauge = await (await fetch(`${url}/gauge`)).json();
  return { ...came, halls, events: then, signalled, open: gauge.open_holds };
}

const reports = [];
if (answer.tour) for (const each of cases) reports.push(await run(each));
console.log(JSON.stringify({ exports: Object.keys(answer), reports }));
