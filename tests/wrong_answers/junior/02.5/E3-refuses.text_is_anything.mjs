// must say: text is an object here
import { Schema } from "mongoose";

export function reviewSchema() {
  const author = new Schema({ name: { type: String, required: true }, town: String }, { _id: false });
  return new Schema({
    show: { type: String, required: true },
    stars: { type: Number, required: true, min: 1, max: 5 },
    text: {},
    by: { type: author, required: true },
  });
}

export function averageStars() {
  return [
    { $group: { _id: "$show", stars: { $avg: "$stars" }, reviews: { $sum: 1 } } },
    { $sort: { stars: -1, _id: 1 } },
  ];
}
