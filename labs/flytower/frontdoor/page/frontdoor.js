// The public page: the shows, the seats of one of them, and the guest's holds on these seats.
"use strict";

const API = document.querySelector('meta[name="api"]').content;
const wanted = new URLSearchParams(location.search).get("performance");
const [title, message, choice] = ["title", "message", "choice"].map((id) => document.getElementById(id));
const mine = new Map(); // the id of this guest's hold, by seat

function say(text, wrong = false) {
  message.textContent = text; // as text, never as HTML: it may be anybody's
  message.classList.toggle("wrong", wrong);
}

async function ask(method, path, body) {
  let answer;
  try {
    answer = await fetch(API + path, {
      method,
      credentials: "include", // the box office knows a guest by a cookie
      headers: body && { "Content-Type": "application/json" },
      body: body && JSON.stringify(body),
    });
  } catch {
    throw new Error("The box office cannot be reached. Please try again.");
  }
  const text = await answer.text();
  let said = {};
  try {
    said = text && JSON.parse(text);
  } catch {
    // whatever stands before the API answers in HTML, or with half a page
  }
  if (!answer.ok) {
    throw new Error(typeof said?.detail === "string" ? said.detail : `The box office says ${answer.status}.`);
  }
  return said;
}

function element(kind, text, settings) {
  return Object.assign(document.createElement(kind), { textContent: text }, settings);
}

async function showPerformances() {
  const { performances } = await ask("GET", "/performances");
  choice.replaceChildren(
    ...performances.map(({ id, title, starts }) =>
      element("a", `${title}, ${starts.replace("T", " ")}`, { href: `/?performance=${encodeURIComponent(id)}` }),
    ),
  );
  say("Choose a show.");
}

async function showSeats() {
  const { seats } = await ask("GET", `/performances/${encodeURIComponent(wanted)}/seats`);
  choice.replaceChildren(
    ...seats.map(({ seat, free }) =>
      element("button", seat, {
        type: "button",
        className: mine.has(seat) ? "mine" : "",
        ariaPressed: String(mine.has(seat)), // not by its colour alone
        disabled: !free && !mine.has(seat),
        onclick: () => doing(() => change(seat)),
      }),
    ),
  );
}

async function change(seat) {
  try {
    if (mine.has(seat)) {
      await ask("DELETE", `/holds/${encodeURIComponent(mine.get(seat))}`);
      mine.delete(seat);
      say(`Seat ${seat} is given back.`);
    } else {
      const hold = await ask("POST", "/holds", { performance: Number(wanted), seat });
      mine.set(seat, hold.id);
      say(`Seat ${seat} is held for you.`);
    }
  } finally {
    await showSeats(); // what was refused has changed without us
  }
}

// One thing at a time: a second click waits until the first has been answered.
let last = Promise.resolve();
function doing(what) {
  last = last.then(what).catch((error) => say(error.message, true));
  return last;
}

if (wanted === null) {
  doing(showPerformances);
} else {
  title.textContent = "Choose your seat";
  doing(async () => {
    await showSeats();
    say("Choose a seat.");
  });
}
