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

const storeOf = (name) =>
  name in FAILURES
    ? Object.fromEntries(NAMES.map((each) => [each, FAILURES[name]]))
    : new Store();

const apps = new Map();
const server = createServer((request, response) => {
  const name = request.headers["x-app"] ?? "first";
  if (!apps.has(name)) apps.set(name, makeApp(storeOf(name)));
  apps.get(name)(request, response);
});
server.listen(process.env.PORT, "127.0.0.1");
