// The heap while follow(next, draw) draws 100,000 changes, in megabytes, at each 12,500th.
import { follow } from "./follow.mjs";
import { megabytes } from "./heap.mjs";

const heap = [];
let asked = 0;
async function next() {
  if (asked % 12_500 === 0) heap.push(megabytes());
  asked += 1;
  return asked <= 100_000 ? asked : null;
}

await follow(next, () => {});
console.log(JSON.stringify(heap));
