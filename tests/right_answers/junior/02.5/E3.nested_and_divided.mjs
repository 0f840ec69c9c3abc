import { Schema } from "mongoose";

export function reviewSchema() {
  const required = true;
  return new Schema({
    show: { type: String, required },
    stars: { type: Number, required, validate: (stars) => stars >= 1 && stars <= 5 },
    text: String,
    by: { name: { type: String, required }, town: String },
  }, { versionKey: false });
}

export function averageStars() {
  const sums = { $group: { _id: "$show", sum: { $sum: "$stars" }, reviews: { $sum: 1 } } };
  const divided = { $project: { stars: { $divide: ["$sum", "$reviews"] }, reviews: 1 } };
  return [sums, divided, { $sort: { stars: -1, _id: 1 } }];
}
