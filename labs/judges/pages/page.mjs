// A page in jsdom: its HTML, its scripts, its buttons. jsdom has no fetch, and Node's own enforces
// nothing: whatever the page fetches goes to BROWSER, which keeps the rules of browsers.
import { JSDOM } from "jsdom";

const { BROWSER, PAGE, CLICKS = "" } = process.env;
let asking = 0;

function fetchOf(window) {
  return async (url, { method = "GET", headers = {}, body = "", credentials } = {}) => {
    const ask = {
      page: window.location.origin,
      url: new URL(url, window.location.href).href,
      ask: { method, headers: headers ?? {}, body: body ?? "", credentials: credentials === "include" },
    };
    asking++;
    try {
      const told = await fetch(BROWSER, { method: "POST", body: JSON.stringify(ask) });
      const { blocked, status, text } = await told.json();
      if (blocked) throw new TypeError("Failed to fetch");
      return { ok: status >= 200 && status < 300, status, text: async () => text };
    } finally {
      asking--;
    }
  };
}

const { window } = await JSDOM.fromURL(PAGE, {
  runScripts: "dangerously",
  resources: "usable",
  beforeParse: (window) => Object.assign(window, { fetch: fetchOf(window) }),
});
const { document } = window;

// Until the page has been asking for nothing, turn after turn.
async function settled() {
  for (let idle = 0; idle < 5; idle = asking ? 0 : idle + 1) {
    await new Promise((done) => setTimeout(done, 5));
  }
}

await new Promise((done) => window.addEventListener("load", done));
await settled();
const said = () => document.getElementById("message").textContent;
const messages = [said()];
for (const seat of CLICKS.split(",").filter(Boolean)) {
  [...document.querySelectorAll("button")].find((each) => each.textContent === seat)?.click();
  await settled();
  messages.push(said());
}
console.log(
  JSON.stringify({
    messages,
    seats: [...document.querySelectorAll("button")].map((each) => [
      each.textContent,
      each.disabled ? "taken" : each.className || "free",
    ]),
  }),
);
window.close();
