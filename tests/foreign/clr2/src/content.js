// People and their records. All invented.

import { createHash } from "node:crypto";

import { partiesAt } from "./keys.js";
import { entryAt } from "./status.js";

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

/** Makes credentials, unsigned. */
export class Library {
  constructor(origin) {
    this.origin = origin;
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
  praise(person, number) {
    return {
      "@context": [VC, OB],
      id: `${this.origin}/mere/praise/${person.member}`,
      type: ["VerifiableCredential", "EndorsementCredential"],
      issuer: this.issuers.institute,
      validFrom: "2025-04-11T00:00:00Z",
      name: "Seen and found good",
      credentialSubject: {
        id: `${this.origin}/tarn/records/${person.member}/${number}`,
        type: ["EndorsementSubject"],
        endorsementComment: "Careful work.",
      },
    };
  }

  #association([from, associationType, to]) {
    return { type: "Association", associationType, sourceId: this.#course(from), targetId: this.#course(to) };
  }

  achievement(name) {
    const [title, description, achievementType] = COURSES[name];
    return {
      id: this.#course(name),
      type: ["Achievement"],
      achievementType,
      name: title,
      description,
      criteria: { narrative: description },
    };
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
        ...(links.length && { association: links.map((link) => this.#association(link)) }),
      },
      ...(place && { credentialStatus: entryAt(this.origin, place) }),
      ...more,
    };
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
