// What a right cart costs, in pence. It trusts what it is given: who calls it has looked.
function fee(pence) {
  const whole = 13 * pence; // 6.5 % are 13 of 200
  const left = whole % 200;
  const share = (whole - left) / 200 + (left >= 100 ? 1 : 0);
  return pence > 0 ? Math.min(Math.max(share, 60), 350) : 0;
}

export function costs(items) {
  const tickets = items.reduce((sum, { pence, quantity }) => sum + pence * quantity, 0);
  const each = items.reduce((sum, { pence, quantity }) => sum + fee(pence) * quantity, 0);
  const fees = each + (tickets > 0 ? 125 : 0);
  return { tickets, fees, total: tickets + fees };
}
