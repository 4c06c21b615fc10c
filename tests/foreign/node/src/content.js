// What stands in the registry of Fathom Maritime Academy: three people, of whom two have records.

import { sign } from "./signing.js";

export const CONTEXT = "https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld";

export const PEOPLE = [
  {
    username: "isla.mackenzie",
    passphrase: "tide & timber 42",
    learner: {
      id: "urn:uuid:3b1e7c52-9a60-4c0e-8a2d-6f0b5d1c7a01",
      type: "Profile",
      name: "Isla Mackenzie",
      givenName: "Isla",
      familyName: "Mackenzie",
      email: "isla.mackenzie@cadets.fathom.example",
      studentId: "FM-31877",
    },
  },
  {
    username: "tomasz.wren",
    passphrase: "Küstenfunk=7",
    learner: {
      id: "urn:uuid:3b1e7c52-9a60-4c0e-8a2d-6f0b5d1c7a02",
      type: "Profile",
      name: "Tomasz Wren",
      studentId: "FM-31902",
    },
  },
  {
    username: "noor.haddad",
    passphrase: "first+mate%20",
    learner: { id: "urn:uuid:3b1e7c52-9a60-4c0e-8a2d-6f0b5d1c7a03", type: "Profile", name: "Noor Haddad" },
  },
];

/** Name, kind, code and credits of what is taught. */
const COURSES = {
  stars: ["Celestial Navigation", "Course", "NAV 310", 6],
  stability: ["Ship Stability and Trim", "Course", "SHP 220", 5],
  survival: ["Personal Survival Techniques", "Certificate", "STCW A-VI/1-1", 1],
  radio: ["GMDSS Operator", "License", "GOC", 2],
  watch: ["Engine Room Watch", "ext:SeaService", "SEA 100", 0],
  mate: ["Officer of the Watch", "Certification", "OOW", 60],
};

/** Builds every document of a house; `house.place()` keeps what has a URL of its own. */
export async function furnish(house) {
  const academy = academyOf(house);
  house.documents.academy = academy;
  if (house.signs) house.publish("keys", keyOf(house, academy));
  house.publish("revocations", {
    id: `${house.base}/revocations/2024`,
    type: "RevocationList",
    issuer: house.is("revocation-list-of-another") ? `${house.origin}/another-academy` : academy.id,
    revokedAssertions: ["urn:uuid:5d2c0b34-7c1f-4e2a-8f3d-90ab12cd34ef"],
  });
  const [isla, tomasz] = PEOPLE;
  for (const record of islasRecords(house, academy, isla.learner)) await house.file(isla, await finished(house, record));
  for (const record of tomaszsRecords(house, academy, tomasz.learner)) {
    await house.file(tomasz, await finished(house, record));
  }
}

function academyOf(house) {
  const id = `${house.origin}/academy`;
  return {
    id,
    type: "Profile",
    name: "Fathom Maritime Academy",
    official: "Capt. R. Oyelaran, Registrar",
    url: "https://fathom.example/",
    address: { type: "Address", streetAddress: "3 Quay Street", addressLocality: "Stromness", addressCountry: "GB" },
    revocationList: `${house.base}/revocations/2024`,
    verification: { type: "Verification", startsWith: [`${house.base}/`, "urn:uuid:"] },
    ...(house.signs && { publicKey: keyOf(house, { id }) }),
  };
}

function keyOf(house, academy) {
  return {
    id: `${house.base}/keys/rsa-2024`,
    type: "CryptographicKey",
    owner: house.is("key-of-another-owner") ? `${house.origin}/another-academy` : academy.id,
    publicKeyPem: house.is("private-key-published") ? house.key.privatePem + house.key.pem : house.key.pem,
  };
}

function courseId(house, code) {
  return house.as("urn-ids") || house.as("urn-courses") ? urnOf(code) : `${house.origin}/catalogue/${code}`;
}

function achievement(house, code, more = {}) {
  const [name, achievementType, humanCode, creditsAvailable] = COURSES[code];
  const made = {
    id: courseId(house, code),
    type: "Achievement",
    name,
    achievementType,
    humanCode,
    creditsAvailable,
    issuer: house.documents.academy,
    ...more,
  };
  house.documents.catalogue.set(code, made);
  return made;
}

/** What is signed is not hosted as well, and so has no URL for an id. */
const isSigned = (house, sourcedId) => house.signs && (house.as("urn-ids") || house.as("signed-only") || sourcedId === "radio~isla");

function award(house, learner, sourcedId, issuedOn, what, more = {}) {
  return {
    id: isSigned(house, sourcedId) ? urnOf(sourcedId) : `${house.base}/assertions/${sourcedId}`,
    type: "Assertion",
    issuedOn,
    recipient: { type: "id", identity: learner.id, hashed: false },
    achievement: what,
    verification: { type: "Hosted" },
    ...more,
  };
}

/** A stable urn:uuid for one of our own names. */
function urnOf(name) {
  const digits = Buffer.from(name.padEnd(16, ".")).toString("hex").slice(0, 32);
  const parts = [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(13, 16)}`, `8${digits.slice(17, 20)}`];
  return `urn:uuid:${parts.join("-")}-${digits.slice(20)}`;
}

function record(house, sourcedId, academy, learner, name, issuedOn, how, more) {
  const id = house.as("urn-ids") ? urnOf(sourcedId) : `${house.base}/clrs/${sourcedId}`;
  return { id, type: "Clr", name, issuedOn, partial: true, learner, publisher: academy, verification: { type: how }, ...more };
}

function islasRecords(house, academy, isla) {
  const grade = "urn:uuid:9c4f1b7a-0d62-4c3e-a0b1-55d7e2f80a01";
  const standing = "urn:uuid:9c4f1b7a-0d62-4c3e-a0b1-55d7e2f80a02";
  const mate = achievement(house, "mate", {
    associations: [{ associationType: "isParentOf", targetId: courseId(house, "stars"), title: "Celestial Navigation" }],
  });
  const stars = achievement(house, "stars", {
    associations: [{ associationType: "isChildOf", targetId: mate.id, title: mate.name }],
    resultDescriptions: [
      { id: grade, type: "ResultDescription", name: "Mark", resultType: "LetterGrade", allowedValues: ["D", "C", "B", "A"] },
      { id: standing, type: "ResultDescription", name: "Standing", resultType: "Status" },
    ],
    requirement: { type: "Criteria", narrative: "Fix a position within two miles by three stars." },
  });
  const starsAward = award(house, isla, "stars~isla", "2023-06-02T09:00:00Z", stars, {
    creditsEarned: 6,
    term: "Trinity 2023",
    results: [
      { type: "Result", resultDescription: house.is("result-of-nothing") ? `${grade.slice(0, -2)}ff` : grade, value: "A" },
      { type: "Result", resultDescription: standing, status: "Completed" },
    ],
    endorsements: [
      {
        id: house.as("urn-ids") ? urnOf("praise") : `${house.base}/endorsements/master-of-the-petrel`,
        type: "Endorsement",
        issuedOn: "2023-07-11T16:20:00Z",
        issuer: academy,
        claim: { id: null, type: "EndorsementClaim", endorsementComment: "Found the *Petrel* her way home." },
        verification: { type: "Hosted" },
      },
    ],
  });
  starsAward.endorsements[0].claim.id = starsAward.id;
  const stability = award(house, isla, "stability~isla", "2023-06-09T09:00:00Z", achievement(house, "stability"), {
    creditsEarned: 5,
    evidence: [{ type: "Evidence", name: "Inclining experiment", narrative: "GM found to be 0.62 m." }],
  });
  const survival = award(house, isla, "survival~isla", "2022-10-01T08:00:00Z", achievement(house, "survival"), {
    expires: "2099-10-01T08:00:00Z",
    licenseNumber: "PST-77-1203",
  });
  const radio = award(house, isla, "radio~isla", "2024-02-20T10:30:00Z", achievement(house, "radio"));
  const watch = award(house, isla, "watch~isla", "2024-05-05T05:05:00Z", achievement(house, "watch"), { role: "Third engineer" });
  const revoked = house.as("urn-ids") ? [] : [{ id: `${house.base}/assertions/withdrawn~isla`, type: "Assertion", revoked: true }];
  return [
    record(house, "deck.2023", academy, isla, "Deck cadet record", "2023-07-15T12:00:00Z", "Hosted", {
      achievements: [mate],
      assertions: [starsAward, stability, ...revoked],
    }),
    record(house, "survival.2022", academy, isla, "Safety certificates", "2022-11-03T12:00:00Z", "Signed", { assertions: [survival] }),
    record(house, "radio.2024", academy, isla, "Radio licences", "2024-03-01T12:00:00Z", "Hosted", { assertions: [radio] }),
    record(house, "engine.2024", academy, isla, "Sea service", "2024-06-01T12:00:00Z", "Signed", { assertions: [watch] }),
    ...(house.as("urn-ids") ? [] : [
      record(house, "draft.2021", academy, isla, "Entrance record", "2021-09-01T12:00:00Z", "Hosted", {
        revoked: true,
        revocationReason: "Issued before the oral examination",
        assertions: [],
      }),
    ]),
  ];
}

function tomaszsRecords(house, academy, tomasz) {
  const stability = award(house, tomasz, "stability~tomasz", "2023-06-09T09:00:00Z", achievement(house, "stability"));
  const watch = award(house, tomasz, "watch~tomasz", "2024-01-12T11:00:00Z", achievement(house, "watch"));
  return [
    record(house, "deck.tw", academy, tomasz, "Deck cadet record", "2023-07-15T12:30:00Z", "Hosted", { assertions: [stability] }),
    record(house, "engine.tw", academy, tomasz, "Sea service", "2024-02-01T12:00:00Z", "Hosted", { assertions: [watch] }),
  ];
}

/** Signs what is to be signed, and keeps hosted copies: {clr} or {clr, jws}. */
async function finished(house, clr) {
  const signsRecord = house.signs && (clr.verification.type === "Signed" || house.as("signed-only") || house.as("urn-ids"));
  if (!signsRecord && clr.verification.type === "Signed") clr.verification = { type: "Hosted" };
  const plain = [];
  const tokens = [];
  for (const assertion of clr.assertions) {
    if (assertion.id.startsWith("urn:")) {
      const { endorsements = [], ...bare } = assertion;
      const signedEndorsements = await Promise.all(endorsements.map((one) => seal(house, one)));
      tokens.push(await seal(house, signedEndorsements.length ? { ...bare, signedEndorsements } : bare));
    } else {
      house.publish("assertions", assertion);
      for (const endorsement of assertion.endorsements ?? []) house.publish("endorsements", endorsement);
      plain.push(assertion);
    }
  }
  clr.assertions = plain;
  if (tokens.length) clr.signedAssertions = tokens;
  if (house.is("null-members")) clr.achievements ??= null;
  if (house.is("no-time-zone")) clr.issuedOn = clr.issuedOn.replace("Z", "");
  if (!signsRecord) return { clr };
  clr.verification = { type: "Signed", creator: `${house.base}/keys/rsa-2024` };
  return { clr, jws: await seal(house, clr) };
}

async function seal(house, item) {
  const document = {
    "@context": house.context,
    ...item,
    verification: { type: "Signed", creator: `${house.base}/keys/rsa-2024` },
  };
  const key = house.is("signed-with-another-key") ? house.keyring.unpublished : house.key;
  const token = await sign(document, key, `${house.base}/keys/rsa-2024`);
  if (!house.is("unsigned-tokens")) return token;
  const [, payload, signature] = token.split(".");
  return [Buffer.from('{"alg":"none"}').toString("base64url"), payload, signature].join(".");
}
