// must say: one order has *many* tickets
import { Column, DataSource, Entity, JoinColumn, ManyToOne, OneToMany, OneToOne, PrimaryColumn } from "typeorm";

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
  @OneToOne(() => Order, { nullable: false })
  @JoinColumn({ name: "order_id" })
  order: Order;
}

export async function page(db: DataSource, count: number): Promise<Order[]> {
  return db.getRepository(Order).find({ relations: { tickets: true }, order: { id: "ASC" }, take: count });
}
