// People and their records. All invented.

import { createHash } from "node:crypto";

import { partiesAt } from "./keys.js";
import { TAKEN_BACK, entryAt } from "./status.js";

const VC = "https://www.w3.org/ns/credentials/v2";
const CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json";
const OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

export const PEOPLE = [
  { member: "ines.almeida", word: "salt & cedar 19", name: "Inês Almeida", key: "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK" },
  { member: "oskar.lind", word: "Fjäll=4+4", name: "Oskar Lind", key: "urn:uuid:6f1e4f0e-8d3c-4b1a-9a57-0c9c5a1f6b21" },
  { member: "mae.tran", word: "nothing yet%21", name: "Mae Tran" },
];

const COURSES = {
  weaving: ["Weaving on a floor loom", "Plans and weaves a cloth of two metres.", "Course"],
  rivers: ["Rivers and their floods", "Reads a gauge and foretells a flood of a day.", "Course"],
  statics: ["Statics", "Finds the forces in a truss of ten members.", "Course"],
  diploma: ["Diploma of bridge building", "All courses of three terms and a model that bears 40 kg.", "Diploma"],
  rescue: ["Water rescue", "Brings a person of 80 kg ashore.", "Certificate"],
};

/** id of a learner for which only an address is known. */
function hashed(text, salt) {
  return {
    type: "IdentityObject",
    hashed: true,
    identityHash: `sha256$${createHash("sha256").update(text + salt).digest("hex")}`,
    identityType: "emailAddress",
    salt,
  };
}

export class Library {
  /** `mere` is the key by which the institute proves. */
  constructor(origin, signer, mere) {
    Object.assign(this, { origin, signer, mere });
    const { college, institute } = partiesAt(origin);
    this.issuers = {
      college: { id: college, type: ["Profile"], name: "Tarn College", url: `${origin}/tarn` },
      institute: { id: institute, type: ["Profile"], name: "Mere Institute", url: institute, email: "office@mere.example" },
    };
  }

  #course(name) {
    return `${this.origin}/mere/courses/${name}`;
  }

  /** Somebody else speaks well of a record. */
  #praise(person) {
    return this.signer.prove(
      {
        "@context": [VC, OB],
        id: `${this.origin}/mere/praise/${person.member}`,
        type: ["VerifiableCredential", "EndorsementCredential"],
        issuer: this.issuers.institute,
        validFrom: "2025-04-11T00:00:00Z",
        name: "Seen and found good",
        credentialSubject: { id: `${this.origin}/tarn/records/${person.member}/4`, type: ["EndorsementSubject"], endorsementComment: "Careful work." },
      },
      this.mere,
    );
  }

  achievement(name) {
    const [title, description, achievementType] = COURSES[name];
    return { id: this.#course(name), type: ["Achievement"], achievementType, name: title, description, criteria: { narrative: description } };
  }

  badge(name, person, { by = "college", from, place, number, more = {} }) {
    return {
      "@context": [VC, OB],
      id: `${this.origin}/tarn/badges/${person.member}/${number ?? name}`,
      type: ["VerifiableCredential", "OpenBadgeCredential"],
      issuer: this.issuers[by],
      validFrom: from,
      name: COURSES[name][0],
      credentialSubject: { ...subject(person), type: ["AchievementSubject"], achievement: this.achievement(name) },
      ...(place && { credentialStatus: entryAt(this.origin, place) }),
      ...more,
    };
  }

  record(number, person, { by = "college", from, title, badges, achievements = [], links = [], place, more = {} }) {
    return {
      "@context": [VC, CLR, OB],
      type: ["VerifiableCredential", "ClrCredential"],
      id: `${this.origin}/tarn/records/${person.member}/${number}`,
      name: title,
      issuer: this.issuers[by],
      validFrom: from,
      credentialSubject: {
        ...subject(person),
        type: ["ClrSubject"],
        ...(achievements.length && { achievement: achievements.map((name) => this.achievement(name)) }),
        verifiableCredential: badges,
        ...(links.length && { association: links.map(([from, associationType, to]) => ({ type: "Association", associationType, sourceId: this.#course(from), targetId: this.#course(to) })) }),
      },
      ...(place && { credentialStatus: entryAt(this.origin, place) }),
      ...more,
    };
  }

  /** What the members have got before anybody came: [member, credential or token]. */
  async shelf({ badgesOnly, revoked, beyond }) {
    if (beyond) this.places = 200_000;
    const rows = badgesOnly ? await this.#badges() : await this.#records();
    if (!revoked) return rows;
    const [ines] = PEOPLE;
    const more = { from: "2025-09-09T09:09:09Z", place: TAKEN_BACK };
    const one = badgesOnly ? this.badge("statics", ines, { ...more, number: "taken-back" }) : this.record(7, ines, { ...more, title: "Taken back", badges: await this.#one("weaving", ines) });
    return [...rows, [ines, await this.signer.prove(one, "edwards")]];
  }

  async #one(name, person, more = { from: "2024-06-30T10:00:00Z", place: 12 }, key = "edwards") {
    return [await this.signer.prove(this.badge(name, person, more), key)];
  }

  async #records() {
    const [ines, oskar] = PEOPLE;
    const { signer } = this;
    const one = (...given) => this.#one(...given);
    const weaving = await one("weaving", ines);
    const rivers = await one("rivers", ines, { by: "institute", from: "2024-12-20T08:15:00Z" }, this.mere);
    const statics = await one("statics", ines, { from: "2025-03-01T16:00:00+01:00", place: TAKEN_BACK });
    return [
      [ines, await signer.prove(this.record(1, ines, { from: "2024-07-01T10:00:00Z", title: "Term one", badges: weaving, place: (this.places ?? 0) + 40 }), "edwards")],
      [ines, await signer.prove(this.record(2, ines, { by: "institute", from: "2025-01-05T07:30:00.250Z", title: "Rivers", badges: rivers, more: { partial: true, awardedDate: "2024-12-21T00:00:00Z" } }), this.mere)],
      [ines, await signer.token(this.record(3, ines, { by: "institute", from: "2025-02-01T09:00:00Z", title: "Rivers, as a token", badges: rivers, more: { validUntil: "2036-02-01T00:00:00Z" } }), "rsa")],
      [ines, await signer.token(this.record(4, ines, { from: "2025-04-10T12:00:00+02:00", title: "Term two", badges: [...weaving, ...statics], achievements: ["weaving", "diploma"], links: [["weaving", "isChildOf", "diploma"]], more: { endorsement: [await this.#praise(ines)] } }), "elliptic")],
      [ines, await this.#twice(this.record(5, ines, { from: "2025-07-11T11:11:11Z", title: "Term three", badges: [...weaving, ...statics], more: { issuer: this.issuers.college.id } }))],
      [ines, await signer.prove(this.record(6, { ...ines, key: undefined }, { from: "2026-01-15T18:45:00Z", title: "Everything", badges: [...weaving, ...rivers], place: 41 }), "edwards")],
      [oskar, await signer.prove(this.record(1, oskar, { from: "2025-05-05T05:05:05Z", title: "Rescue", badges: await one("rescue", oskar, { from: "2025-05-04T00:00:00Z" }) }), "edwards")],
      [oskar, await signer.token(this.record(2, oskar, { by: "institute", from: "2025-06-06T06:06:06Z", title: "Rescue, as a token", badges: await one("rescue", oskar, { from: "2025-05-04T00:00:00Z" }) }), "rsa")],
    ];
  }


  async #twice(document) {
    const once = await this.signer.prove(document, "edwards");
    return this.signer.prove(once, "edwards", "2026-03-04T10:00:00Z");
  }

  async #badges() {
    const [ines, oskar] = PEOPLE;
    const { signer } = this;
    return [
      [ines, await signer.prove(this.badge("weaving", ines, { from: "2024-06-30T10:00:00Z", place: 12 }), "edwards")],
      [ines, await signer.prove(this.badge("rivers", ines, { by: "institute", from: "2024-12-20T08:15:00Z" }), this.mere)],
      [ines, await signer.token(this.badge("rivers", ines, { by: "institute", from: "2025-01-20T08:15:00Z", number: "rivers-token" }), "rsa")],
      [ines, await signer.token(this.badge("statics", ines, { from: "2025-03-01T16:00:00+01:00" }), "elliptic")],
      [ines, await this.#twice(this.badge("diploma", ines, { from: "2025-07-12T00:00:00Z", more: { issuer: this.issuers.college.id } }))],
      [oskar, await signer.prove(this.badge("rescue", oskar, { from: "2025-05-04T00:00:00Z" }), "edwards")],
      [oskar, await signer.token(this.badge("rivers", oskar, { by: "institute", from: "2025-05-30T00:00:00Z" }), "rsa")],
    ];
  }
}

function subject(person) {
  return person.key ? { id: person.key } : { identifier: [hashed(`${person.member}@tarn.example`, "reed")] };
}

/** What a member tells about herself. */
export const profileOf = (person) => ({
  "@context": [VC, OB],
  id: person.key,
  type: ["Profile"],
  name: person.name,
  email: `${person.member}@tarn.example`,
});
