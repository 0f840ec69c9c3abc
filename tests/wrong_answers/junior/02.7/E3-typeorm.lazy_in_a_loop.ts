// must say: each order asks for its tickets
import { Column, DataSource, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryColumn } from "typeorm";

@Entity("orders")
export class Order {
  @PrimaryColumn("integer") id: number;
  @Column("text") placed: string;
  @OneToMany(() => Ticket, (ticket) => ticket.order, { lazy: true }) tickets: Promise<Ticket[]>;
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
  const found: any[] = [];
  for (const order of orders) found.push({ id: order.id, placed: order.placed, tickets: await order.tickets });
  return found;
}
