// Serves a learner's apps side by side: which one is asked says the header X-App.
import { createServer } from "node:http";
import { makeApp } from "./reviews.mjs";
import { Store } from "./store.mjs";

const SECRET = "connect ECONNREFUSED 10.0.0.7:5432 as box_office";
const NAMES = ["add", "of", "find", "remove"];
const FAILURES = {
  rejects: async () => {
    throw new Error(SECRET);
  },
  "rejects later": () =>
    new Promise((_, reject) => setTimeout(() => reject(new TypeError(SECRET)), 5)),
  "rejects with text": () => Promise.reject(SECRET),
  throws: () => {
    throw new RangeError(SECRET);
  },
};

class Beaten extends Store {
  async remove(id) {
    await super.remove(id); // by somebody else, between its caller's question and its own turn
    return false;
  }
}

const stores = new Map([["beaten", new Beaten()]]);

function storeOf(name) {
  if (name in FAILURES) return Object.fromEntries(NAMES.map((each) => [each, FAILURES[name]]));
  const [owner] = name.split("/"); // "first/too" is one more app on the store of "first"
  if (!stores.has(owner)) stores.set(owner, new Store());
  return stores.get(owner);
}

const apps = new Map();
const server = createServer((request, response) => {
  const name = request.headers["x-app"] ?? "first";
  if (!apps.has(name)) apps.set(name, makeApp(storeOf(name)));
  apps.get(name)(request, response);
});
server.listen(process.env.PORT, "127.0.0.1");
