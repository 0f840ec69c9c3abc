// Makes the moves of orders.ts that it is asked for, and tells what came, and what became of the
// order that was given.
import { readFileSync } from "node:fs";
import * as orders from "./orders.ts";

const moves = orders as any;
const asked = JSON.parse(readFileSync(0, "utf8"));

const said = asked.map(({ move, order, given }: any) => {
  const before = structuredClone(order);
  const handed = structuredClone(given);
  try {
    const gave = given === null ? moves[move](before) : moves[move](before, handed);
    return { gave: gave ?? null, same: gave === before, left: before, handed };
  } catch (error: any) {
    if (error?.message === "not written yet") throw error;
    const [place = ""] = /\borders\.ts:\d+/.exec(error?.stack) ?? [];
    return { threw: `${error?.name}: ${error?.message}`, place, left: before, handed };
  }
});
const four = ["pay", "issue", "refund", "expire"];
said.push({
  more: Object.keys(moves).filter((name) => typeof moves[name] === "function" && !four.includes(name)),
});
// A member that is there, though it has no value, is a member, too.
console.log(JSON.stringify(said, (_, value) => (value === undefined ? "undefined" : value)));
