// What the members have got before anybody came, each credential secured in its own way.

import { Library, PEOPLE } from "./content.js";
import { TAKEN_BACK } from "./status.js";

const TOKENS = ["rsa", "elliptic"];
const OF_THE_INSTITUTE = ["mere", "curve", "rsa"];
const [INES, OSKAR] = PEOPLE;

/** By the key that secures it: a proof or a token of its issuer. */
const issuerOf = (key) => (OF_THE_INSTITUTE.includes(key) ? "institute" : "college");

export class Shelf {
  /** `mere` is the key by which the institute proves; `places` are added to the place of the first record in its list. */
  constructor(origin, signer, { mere = "mere", places = 0 }) {
    Object.assign(this, { library: new Library(origin), signer, mere, places });
  }

  /** Members with a credential or a token, of the class that the house has; `revoked` adds one that was taken back. */
  async rows({ badgesOnly, revoked }) {
    const made = [];
    for (const [person, key, ...given] of badgesOnly ? this.#badges(revoked) : await this.#records(revoked)) {
      const document = badgesOnly ? this.#badge(person, key, ...given) : this.#record(person, key, ...given);
      made.push([person, await this.#secured(document, key)]);
    }
    return made;
  }

  #badge(person, key, name, given) {
    return this.library.badge(name, person, { by: issuerOf(key), ...given });
  }

  #record(person, key, number, given) {
    return this.library.record(number, person, { by: issuerOf(key), ...given });
  }

  /** By one key, or by one proof and another one later. */
  async #secured(document, key) {
    if (TOKENS.includes(key)) return this.signer.token(document, key);
    if (key !== "twice") return this.signer.prove(document, key);
    const once = await this.signer.prove(document, "edwards");
    return this.signer.prove(once, "edwards", "2026-03-04T10:00:00Z");
  }

  /** Rows of a member, a key, the name of a course and what is special. */
  #badges(revoked) {
    const text = { issuer: this.library.issuers.college.id };
    return [
      [INES, "edwards", "weaving", { from: "2024-06-30T10:00:00Z", place: 12 }],
      [INES, this.mere, "rivers", { from: "2024-12-20T08:15:00Z" }],
      [INES, "rsa", "rivers", { from: "2025-01-20T08:15:00Z", number: "rivers-token" }],
      [INES, "elliptic", "statics", { from: "2025-03-01T16:00:00+01:00" }],
      [INES, "twice", "diploma", { from: "2025-07-12T00:00:00Z", more: text }],
      ...(revoked ? [[INES, "edwards", "statics", { from: "2025-09-09T09:09:09Z", place: TAKEN_BACK, number: "back" }]] : []),
      [OSKAR, "edwards", "rescue", { from: "2025-05-04T00:00:00Z" }],
      [OSKAR, "rsa", "rivers", { from: "2025-05-30T00:00:00Z" }],
    ];
  }

  /** Rows of a member, a key, the number of a record and what is special. */
  async #records(revoked) {
    const one = async (person, key, name, given) => this.#secured(this.#badge(person, key, name, given), key);
    const weaving = await one(INES, "edwards", "weaving", { from: "2024-06-30T10:00:00Z", place: 12 });
    const rivers = await one(INES, this.mere, "rivers", { from: "2024-12-20T08:15:00Z" });
    const statics = await one(INES, "edwards", "statics", { from: "2025-03-01T16:00:00+01:00", place: TAKEN_BACK });
    const rescue = await one(OSKAR, "edwards", "rescue", { from: "2025-05-04T00:00:00Z" });
    const praise = await this.#secured(this.library.praise(INES, 4), this.mere);
    const linked = { achievements: ["weaving", "diploma"], links: [["weaving", "isChildOf", "diploma"]] };
    const partly = { partial: true, awardedDate: "2024-12-21T00:00:00Z" };
    const text = { issuer: this.library.issuers.college.id };
    const nameless = { ...INES, key: undefined };
    const place = this.places + 40;
    return [
      [INES, "edwards", 1, { title: "Term one", from: "2024-07-01T10:00:00Z", badges: [weaving], place }],
      [INES, this.mere, 2, { title: "Rivers", from: "2025-01-05T07:30:00.250Z", badges: [rivers], more: partly }],
      [INES, "rsa", 3, { title: "A token", from: "2025-02-01T09:00:00Z", badges: [rivers], more: { validUntil: "2036-02-01T00:00:00Z" } }],
      [INES, "elliptic", 4, { title: "Term two", from: "2025-04-10T12:00:00+02:00", badges: [weaving, statics], ...linked, more: { endorsement: [praise] } }],
      [INES, "twice", 5, { title: "Term three", from: "2025-07-11T11:11:11Z", badges: [weaving, statics], more: text }],
      [nameless, "edwards", 6, { title: "Everything", from: "2026-01-15T18:45:00Z", badges: [weaving, rivers], place: 41 }],
      ...(revoked ? [[INES, "edwards", 7, { title: "Taken back", from: "2025-09-09T09:09:09Z", badges: [weaving], place: TAKEN_BACK }]] : []),
      [OSKAR, "edwards", 1, { title: "Rescue", from: "2025-05-05T05:05:05Z", badges: [rescue] }],
      [OSKAR, "rsa", 2, { title: "A token", from: "2025-06-06T06:06:06Z", badges: [rescue] }],
    ];
  }
}
