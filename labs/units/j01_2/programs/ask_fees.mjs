// Asks fees.mjs for fees and costs, and says of each call what it gave, or threw and where.
import { readFileSync } from "node:fs";
import * as fees from "./fees.mjs";

function shown(value) {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (typeof value === "string") return `the text ${JSON.stringify(value)}`;
  if (typeof value === "bigint") return `${value}n, a BigInt`;
  if (value === null || typeof value !== "object") return String(value);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shown(each)]));
}

function tried(call) {
  try {
    return { gave: shown(call()) };
  } catch (error) {
    if (error?.message === "not written yet") throw error;
    const [place = ""] = /\bfees\.mjs:\d+/.exec(error?.stack) ?? [];
    return { threw: String(error?.name), said: `${error?.name}: ${error?.message}`, place };
  }
}

function frozen(cart) {
  cart.items.forEach(Object.freeze);
  return Object.freeze(cart.items);
}

const { prices, carts } = JSON.parse(readFileSync(0, "utf8"));
const said = {
  fees: prices.map((pence) => tried(() => fees.fee(pence))),
  costs: carts.map((cart) => tried(() => fees.quote(frozen(cart)))),
};
console.log(JSON.stringify(said));
