// must say: SQL of your own
import { DataTypes } from "sequelize";

export function define(db) {
  const Customer = db.define("Customer", { name: DataTypes.TEXT }, { tableName: "customer", timestamps: false });
  const Order = db.define("Order", { placed: DataTypes.TEXT }, { tableName: "orders", timestamps: false });
  const key = () => ({ type: DataTypes.INTEGER, primaryKey: true });
  const Profile = db.define("Profile", { customer_id: key(), town: DataTypes.TEXT },
    { tableName: "customer_profile", timestamps: false });
  const Ticket = db.define("Ticket", { performance_id: key(), seat: key(), pence: DataTypes.INTEGER },
    { tableName: "ticket", timestamps: false });
  Order.belongsTo(Customer, { as: "customer", foreignKey: "customer_id" });
  Order.hasMany(Ticket, { as: "tickets", foreignKey: "order_id" });
  Customer.hasOne(Profile, { as: "profile", foreignKey: "customer_id" });
  return { Customer, Order, Profile, Ticket };
}

export async function page({ Customer, Order, Profile, Ticket }, count) {
  const [rows] = await Order.sequelize.query(`SELECT o.id, placed, c.name, p.customer_id AS has, town, performance_id, seat, t.pence
    FROM (SELECT * FROM orders ORDER BY id DESC LIMIT ${count}) AS o JOIN customer AS c ON c.id = o.customer_id
    LEFT JOIN customer_profile AS p ON p.customer_id = c.id LEFT JOIN ticket AS t ON t.order_id = o.id ORDER BY o.id DESC`);
  const orders = new Map();
  for (const { id, placed, name, has, town, performance_id, seat, pence } of rows) {
    if (!orders.has(id)) orders.set(id, { id, placed, customer: { name, profile: has && { town } }, tickets: [] });
    if (seat) orders.get(id).tickets.push({ performance_id, seat, pence });
  }
  return [...orders.values()];
}
