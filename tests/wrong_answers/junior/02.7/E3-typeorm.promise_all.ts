// must say: by Promise.all over a map
import { Column, DataSource, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryColumn } from "typeorm";

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
  await Promise.all(orders.map(async (order) => {
    order.tickets = await db.getRepository(Ticket).findBy({ order: { id: order.id } });
  }));
  return orders;
}
