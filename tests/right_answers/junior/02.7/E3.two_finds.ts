import { Column, DataSource, Entity, In, JoinColumn, ManyToOne, OneToMany, PrimaryColumn } from "typeorm";

@Entity("orders")
export class Order {
  @PrimaryColumn("integer") id: number;
  @Column("text") placed: string;
  @OneToMany(() => Ticket, (ticket) => ticket.order) tickets: Ticket[];
}

@Entity("ticket")
export class Ticket {
  @PrimaryColumn("integer") performance_id: number;
  @PrimaryColumn("integer") seat: number;
  @Column("integer") pence: number;
  @ManyToOne(() => Order, (order) => order.tickets, { nullable: false })
  @JoinColumn({ name: "order_id" })
  order: Order;
}

export async function page(db: DataSource, count: number): Promise<Order[]> {
  const orders = await db.getRepository(Order).find({ order: { id: "ASC" }, take: count });
  const tickets = await db.getRepository(Ticket).find({ where: { order: { id: In(orders.map(({ id }) => id)) } }, relations: { order: true } });
  for (const order of orders) order.tickets = tickets.filter((ticket) => ticket.order.id === order.id);
  for (const order of orders) for (const ticket of order.tickets) delete ticket.order;
  return orders;
}
