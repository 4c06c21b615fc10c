// The data model of CLR 1.0 as this house reads it: one line a class, checked by ajv.
// `name!` is required, `name:Class` is of that class, `name:Class*` is an array of it; without a class it is a string.

import Ajv from "ajv";
import addFormats from "ajv-formats";

const CLASSES = {
  Clr: `id! type achievements:Achievement* assertions:Assertion* endorsements:Endorsement* issuedOn!:DateTime
    learner!:Profile name partial:Boolean publisher!:Profile revocationReason revoked:Boolean signedAssertions:Jws*
    signedEndorsements:Jws* verification:Verification`,
  Assertion: `id! type achievement:Achievement activityEndDate:DateTime activityStartDate:DateTime creditsEarned:Number
    endorsements:Endorsement* evidence:Evidence* expires:DateTime image issuedOn:DateTime licenseNumber narrative
    recipient:Identity results:Result* revocationReason revoked:Boolean role signedEndorsements:Jws* source:Profile term
    verification:Verification`,
  Achievement: `id! type achievementType alignments:Alignment* associations:Association* creditsAvailable:Number
    description endorsements:Endorsement* humanCode identifiers:SystemIdentifier* name! fieldOfStudy image
    issuer!:Profile level requirement:Criteria resultDescriptions:ResultDescription* signedEndorsements:Jws*
    specialization tags:String*`,
  Address: `id type addressCountry addressLocality addressRegion postalCode postOfficeBoxNumber streetAddress`,
  Alignment: `id type targetCode targetDescription targetName! targetFramework targetType targetUrl!:Uri`,
  Artifact: `type description name url`,
  Association: `associationType!:Relation targetId! title!`,
  Criteria: `id:Uri type narrative`,
  CryptographicKey: `id! type owner! publicKeyPem!`,
  Endorsement: `id! type claim!:EndorsementClaim issuedOn!:DateTime issuer!:Profile revocationReason revoked:Boolean
    verification!:Verification`,
  EndorsementClaim: `id! type endorsementComment`,
  Evidence: `id:Uri type artifacts:Artifact* audience description genre name! narrative`,
  Identity: `id type! identity! hashed!:Boolean salt`,
  Profile: `id! type address:Address additionalName birthDate:Date description email endorsements:Endorsement*
    familyName givenName identifiers:SystemIdentifier* image name official parentOrg:Profile publicKey:CryptographicKey
    revocationList:Uri signedEndorsements:Jws* sourcedId studentId telephone url:Uri verification:Verification`,
  Result: `id type achievedLevel alignments:Alignment* resultDescription! status:Standing value`,
  ResultDescription: `id! type alignments:Alignment* allowedValues:String* name! requiredLevel requiredValue resultType!
    rubricCriterionLevels:RubricCriterionLevel* valueMax valueMin`,
  RubricCriterionLevel: `id! type alignments:Alignment* description level name! points`,
  SystemIdentifier: `type identifier! identifierType!`,
  Verification: `id type!:Method allowedOrigins:String* creator:Uri startsWith:String* verificationProperty`,
};

const SIMPLE = {
  String: { type: "string" },
  Boolean: { type: "boolean" },
  Number: { type: "number" },
  DateTime: { type: "string", format: "date-time" },
  Date: { type: "string", format: "date" },
  Uri: { type: "string", format: "uri" },
  Jws: { type: "string", pattern: "^[A-Za-z0-9_-]{4,}\\.[A-Za-z0-9_-]{4,}\\.[A-Za-z0-9_-]{4,}$" },
  Method: { enum: ["Hosted", "Signed", "Verification"] },
  Standing: { enum: ["Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Withdrew"] },
  Relation: {
    enum: [
      "exactMatchOf", "exemplar", "hasSkillLevel", "isChildOf", "isParentOf", "isPartOf", "isPeerOf", "isRelatedTo",
      "precedes", "replacedBy",
    ],
  },
};

function objectOf(line) {
  const properties = {};
  const required = [];
  for (const word of line.split(/\s+/)) {
    const [, name, must, kind = "String", many] = /^(\w+)(!?)(?::(\w+)(\*?))?$/.exec(word);
    const one = { $ref: `#/definitions/${kind}` };
    properties[name] = many ? { type: "array", items: one } : one;
    if (must) required.push(name);
  }
  return { type: "object", properties, required };
}

const ajv = addFormats(new Ajv({ allErrors: false }));
const definitions = { ...SIMPLE };
for (const [name, line] of Object.entries(CLASSES)) definitions[name] = objectOf(line);
const checkClr = ajv.compile({ definitions, $ref: "#/definitions/Clr" });

/** Why this is not a CLR, in one sentence; an empty text when it is one. */
export function complaintAboutClr(clr) {
  return checkClr(clr) ? "" : ajv.errorsText(checkClr.errors, { dataVar: "clr" });
}
