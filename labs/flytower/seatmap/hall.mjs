// The halls of Flytower's seat map.
export const HALLS = 100;
const ARENA = 100;

// For each row, from the stage on, which of its seats are sold.
export function sold(hall) {
  const [count, width] = hall === ARENA ? [160, 150] : [30, 40];
  let x = hall;
  return Array.from({ length: count }, () =>
    Array.from({ length: width }, () => {
      x = (x * 48_271) % 2_147_483_647;
      return x % 100 < 55;
    }));
}

// How many sit before this seat: one row nearer, the view is one seat wider on each side.
function heads(rows, row, seat) {
  let before = 0;
  for (let nearer = 0; nearer < row; nearer += 1) {
    const reach = row - nearer;
    const last = Math.min(seat + reach, rows[nearer].length - 1);
    for (let other = Math.max(seat - reach, 0); other <= last; other += 1) {
      if (rows[nearer][other]) before += 1;
    }
  }
  return before;
}

// The seats together with the fewest heads before them, and nearest to the middle; or null.
export function best(hall, seats) {
  const rows = sold(hall);
  let found = null;
  for (const [row, taken] of rows.entries()) {
    for (let first = 0; first + seats <= taken.length; first += 1) {
      if (taken.slice(first, first + seats).includes(true)) continue;
      let cost = 0;
      for (let seat = first; seat < first + seats; seat += 1) {
        cost += Math.abs(2 * seat - taken.length + 1) + heads(rows, row, seat);
      }
      if (!found || cost < found.cost) found = { hall, row: row + 1, seat: first + 1, cost };
    }
  }
  return found;
}

export function* rows(hall) {
  for (const [index, row] of sold(hall).entries()) {
    yield { row: index + 1, free: row.filter((taken) => !taken).length };
  }
}
