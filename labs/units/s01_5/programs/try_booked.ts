// Asks booked.ts about payouts, those among them that no type has foreseen.
import { readFileSync } from "node:fs";
import * as books from "./booked.ts";

const { booked } = books as any;
const payouts = JSON.parse(readFileSync(0, "utf8"));

const said = payouts.map((payout: unknown) => {
  try {
    return { gave: booked(payout) ?? null };
  } catch (error: any) {
    if (error?.message === "not written yet") throw error;
    return { threw: String(error?.name), message: String(error?.message) };
  }
});
console.log(JSON.stringify(said));
