// Calls of carts.ts, right ones and wrong ones, beside those of calls.ts.
import { answer, isCart, type Answer, type Cart, type Item } from "./carts.ts";

const item: Item = { pence: 0, quantity: 1 };
const cart: Cart = { items: Object.freeze([item, Object.freeze({ pence: 1250, quantity: 2 })]) };
const items: readonly Item[] = cart.items;
const both: Answer[] = [{ status: 200, total: 7 }, { status: 422, error: "no cart" }];
const given = [null, "cart", 7, [], cart, undefined].map((value) => answer(value, () => 7));
const carts: Cart[] = [cart, { items: [] }].filter(isCart);

function shown(said: Answer): string {
  switch (said.status) {
    case 200:
      return said.total.toFixed(2);
    case 422:
      return said.error;
  }
}

// @ts-expect-error a text is no price
const price: Item = { pence: "1250", quantity: 2 };
// @ts-expect-error an item has a quantity
const single: Item = { pence: 1250 };
// @ts-expect-error an item has nothing but its price and its quantity
const seat: Item = { pence: 1250, quantity: 2, seat: 7 };
// @ts-expect-error an item has no seat
item.seat;
// @ts-expect-error a quantity cannot be changed
item.quantity = 1;
// @ts-expect-error the items of a cart cannot be replaced
cart.items = [];
// @ts-expect-error an item in a cart cannot be replaced
cart.items[0] = item;
// @ts-expect-error a list of items is no cart
const list: Cart = [item];
// @ts-expect-error a number is no item
const number: Cart = { items: [1250] };
// @ts-expect-error an answer has the status 200 or 422
const missing: Answer = { status: 404, error: "no such page" };
// @ts-expect-error a quote has a total
const empty: Answer = { status: 200 };
// @ts-expect-error a quote has no error
const mixed: Answer = { status: 200, total: 7, error: "" };
// @ts-expect-error a total is a number
const words: Answer = { status: 200, total: "7" };
// @ts-expect-error an error is a text
const code: Answer = { status: 422, error: 7 };
// @ts-expect-error a quote has no error to read
const error = (said: Answer) => (said.status === 200 ? said.error : "");
// @ts-expect-error answer needs to be told what a cart costs
answer(cart);
// @ts-expect-error what a cart costs is a number
answer(cart, () => "7");
// @ts-expect-error the function gets a cart, no text
answer(cart, (text: string) => text.length);
// @ts-expect-error isCart says true or false
const said: string = isCart(cart);
// @ts-expect-error isCart looks at one value
isCart();
