// must say: DataTypes.INTEGER
import { DataTypes } from "sequelize";

export function define(db) {
  const Customer = db.define("Customer", { name: DataTypes.TEXT }, { tableName: "customer", timestamps: false });
  const Order = db.define("Order", { placed: DataTypes.TEXT }, { tableName: "orders", timestamps: false });
  const key = () => ({ type: DataTypes.INTEGER, primaryKey: true });
  const Profile = db.define("Profile", { customer_id: key(), town: DataTypes.TEXT },
    { tableName: "customer_profile", timestamps: false });
  const Ticket = db.define("Ticket", { performance_id: key(), seat: key(), pence: DataTypes.TEXT },
    { tableName: "ticket", timestamps: false });
  Order.belongsTo(Customer, { as: "customer", foreignKey: "customer_id" });
  Order.hasMany(Ticket, { as: "tickets", foreignKey: "order_id" });
  Customer.hasOne(Profile, { as: "profile", foreignKey: "customer_id" });
  return { Customer, Order, Profile, Ticket };
}

export async function page({ Customer, Order, Profile, Ticket }, count) {
  return Order.findAll({
    include: ["tickets", { association: "customer", include: "profile" }],
    order: [["id", "DESC"]],
    limit: count,
  });
}
