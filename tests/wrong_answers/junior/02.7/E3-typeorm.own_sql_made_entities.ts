// must say: objects made by hand
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
  const rows = await db.query("SELECT id, placed FROM orders ORDER BY id LIMIT ?", [count]);
  const tickets = await db.query("SELECT * FROM ticket");
  return rows.map((row) => db.getRepository(Order).create({ ...row, tickets: tickets.filter((one) => one.order_id === row.id) } as Order));
}
