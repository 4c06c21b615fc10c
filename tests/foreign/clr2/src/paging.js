// Which records a page holds, and where the others are.

import { Refusal } from "./answers.js";

const MOMENT = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;
const MOST = 50;

const whole = (query, name, least, otherwise) => {
  if (query[name] === undefined) return otherwise;
  const text = String(query[name]);
  if (!/^\d{1,9}$/.test(text) || Number(text) < least) {
    throw new Refusal(400, `${name} has to be a whole number from ${least} on`, { minor: "invalid_query_parameter" });
  }
  return Number(text);
};

/** A link of ours may hold its whole query in one word. */
export function opened(query) {
  return query.page ? Object.fromEntries(new URLSearchParams(Buffer.from(String(query.page), "base64url").toString())) : query;
}

export function asked(query, house) {
  const { since } = query;
  if (since !== undefined && (!MOMENT.test(since) || Number.isNaN(Date.parse(since)))) {
    throw new Refusal(400, "since has to be a moment with its zone", { minor: "invalid_query_parameter" });
  }
  const ordinary = house.as("small-pages") ? 2 : 10;
  return { limit: Math.min(whole(query, "limit", 1, ordinary), MOST), offset: whole(query, "offset", 0, 0), since };
}

export function pageOf(entries, { limit, offset, since }, house) {
  const wanted = since && !house.is("since-ignored") ? entries.filter(({ issued }) => issued > Date.parse(since)) : entries;
  const from = house.is("offset-from-one") ? Math.max(0, offset - 1) : offset;
  const rows = house.is("limit-ignored") ? wanted.slice(from) : wanted.slice(from, from + limit);
  if (house.is("order-by-chance")) return { rows: turned(wanted, house.reads).slice(from, from + limit), total: wanted.length };
  return { rows, total: wanted.length };
}

/** The same rows in an order that each read has for itself. */
function turned(rows, read) {
  const place = (index) => (Math.imul(index + 1, 2_654_435_761) ^ Math.imul(read, 40_503_001)) >>> 0;
  return rows.map((row, index) => [place(index), row]).sort(([one], [other]) => (one * 7 % 1009) - (other * 7 % 1009)).map(([, row]) => row);
}

/** Values of Link. The target keeps whatever else was asked. */
export function links(house, query, { limit, offset }, { rows, total }) {
  const target = (from) => {
    const address = new URL(`${house.base}/credentials`);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) address.searchParams.set(name, String(value));
    address.searchParams.set("offset", String(from));
    address.searchParams.set("limit", String(limit));
    if (house.as("cursor-links")) {
      address.search = `?page=${Buffer.from(address.search).toString("base64url")}`;
    }
    return address.href;
  };
  const last = total ? Math.floor((total - 1) / limit) * limit : 0;
  const found = [[0, "first"], [last, "last"]];
  if (offset > 0) found.push([Math.max(0, offset - limit), "prev"]);
  if (offset + rows.length < total && !house.is("next-missing")) found.push([offset + limit, "next"]);
  return found.map(([from, rel]) => `<${target(from)}>; title="page"; rel=${rel}`);
}
