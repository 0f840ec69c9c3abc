// Three sales at once at the desk of a file, `three_sales.mjs desk.mjs`, where hall 3 is silent.
const { desk } = await import(`./${process.argv[2]}`);
let sold = 0;
const ask = (hall) =>
  new Promise((give) => {
    if (hall !== 3) setTimeout(give, 5, 10 * hall);
  });
const { sell } = desk(
  ask,
  async () => sold,
  async (number) => {
    sold = number;
  },
);

for (const halls of [[3, 12], [7], [12, 8]]) {
  sell(halls).then((total) => console.log(`halls ${halls.join(", ")}: ${total}`));
}
setTimeout(() => console.log("tickets sold:", sold), 100);
