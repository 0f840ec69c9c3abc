// The heap while follow(next, draw) draws 200,000 changes, in megabytes, at each 25,000th.
import { follow } from "./follow.mjs";
import { megabytes } from "./heap.mjs";

const heap = [];
let asked = 0;
async function next() {
  if (asked % 25_000 === 0) heap.push(megabytes());
  asked += 1;
  return asked <= 200_000 ? asked : null;
}

await follow(next, () => {});
console.log(JSON.stringify(heap));
