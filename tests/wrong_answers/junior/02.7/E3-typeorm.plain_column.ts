// must say: order_id is a plain column
import { Column, DataSource, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryColumn } from "typeorm";

@Entity("orders")
export class Order {
  @PrimaryColumn("integer") id: number;
  @Column("text") placed: string;
  tickets: Ticket[];
}

@Entity("ticket")
export class Ticket {
  @PrimaryColumn("integer") performance_id: number;
  @PrimaryColumn("integer") seat: number;
  @Column("integer") pence: number;
  @Column("integer") order_id: number;
}

export async function page(db: DataSource, count: number): Promise<Order[]> {
  const orders = await db.getRepository(Order).find({ order: { id: "ASC" }, take: count });
  for (const order of orders)
    order.tickets = await db.getRepository(Ticket).findBy({ order_id: order.id });
  return orders;
}
