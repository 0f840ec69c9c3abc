// Asks carts.ts of each value whether it is a cart, and for the answer to it, by one total for all.
import { readFileSync } from "node:fs";
import * as carts from "./carts.ts";

const { isCart, answer } = carts as any;
const { values, total } = JSON.parse(readFileSync(0, "utf8"));

function tried(call: () => unknown) {
  try {
    return { gave: call() ?? null };
  } catch (error: any) {
    if (error?.message === "not written yet") throw error;
    const [place = ""] = /\bcarts\.ts:\d+/.exec(error?.stack) ?? [];
    return { threw: `${error?.name}: ${error?.message}`, place };
  }
}

function ours(): never {
  throw new Error("a mistake of ours");
}

const said = values.map((value: unknown) => {
  const asked: unknown[] = [];
  const costs = (cart: unknown) => (asked.push(cart), total);
  const looked = tried(() => isCart(value));
  const answered = tried(() => answer(value, costs));
  const failed = tried(() => answer(value, ours));
  const itself = asked.every((cart) => cart === value);
  return { looked, answered, failed, asked: asked.length, itself };
});
console.log(JSON.stringify(said));
