import mongoose from "mongoose";

const { Schema } = mongoose;

export function reviewSchema() {
  const schema = new Schema({
    show: { type: "String", required: [true, "Which show?"] },
    stars: { type: "Number", min: [1, "One star at least"], max: [5, "Five stars at most"], required: () => true },
    text: { type: String },
  });
  schema.add({
    by: {
      type: new Schema({ name: { type: String, required: true }, town: { type: String, default: undefined } }, { _id: false }),
      required: [true, "Who wrote it?"],
    },
  });
  return schema;
}

export const averageStars = () => [
  { $group: { _id: "$show", stars: { $avg: "$stars" }, reviews: { $count: {} } } },
  { $sort: { stars: -1, _id: 1 } },
];
