// Each argument is an order in JSON; prints each in the one form that all ends agree on.
const inNFC = (name, value) => (typeof value === "string" ? value.normalize("NFC") : value);

function canonical(text) {
  const order = JSON.parse(text, inNFC); // é as one character, not two, in each text
  order.placed = new Date(order.placed).toISOString().replace(".000Z", "Z");
  const sorted = {};
  for (const name of Object.keys(order).sort()) {
    sorted[name] = order[name];
  }
  return JSON.stringify(sorted); // no blanks
}

console.log(process.argv.slice(2).map(canonical).join("\n"));
