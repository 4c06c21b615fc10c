// The service description: an OpenAPI document of what this house offers.

const OPERATIONS = {
  "/credentials": {
    get: ["getCredentials", "credential.readonly", { 200: "the credentials" }],
    post: ["upsertCredential", "credential.upsert", { 200: "replaced", 201: "created" }],
  },
  "/profile": {
    get: ["getProfile", "profile.readonly", { 200: "the profile" }],
    put: ["putProfile", "profile.update", { 200: "the profile", 202: "taken in" }],
  },
  "/discovery": { get: ["getServiceDescription", undefined, { 200: "this document" }] },
};

export function serviceDescription(house, gate) {
  const privacy = `${house.origin}/house-rules/privacy`;
  const scopes = Object.fromEntries(Object.entries(house.scopes).map(([name, scope]) => [scope, `may ${name}`]));
  const paths = Object.fromEntries(Object.entries(OPERATIONS).map(([path, methods]) => [path, pathItem(methods, house)]));
  if (house.as("profiles-fixed") && !house.is("description-lists-more")) delete paths["/profile"].put;
  return {
    openapi: house.as("openapi-3.1") ? "3.1.0" : "3.0.3",
    info: {
      title: "Tarn Ledger",
      description: "Records of Tarn College and Mere Institute",
      version: "2026.11",
      termsOfService: `${house.origin}/house-rules/terms`,
      "x-imssf-image": `${house.origin}/house-rules/logo.svg`,
      "x-imssf-privacyPolicyUrl": privacy,
    },
    servers: [{ url: house.base, description: "production" }],
    paths,
    components: {
      securitySchemes: {
        OAuth2ACG: {
          type: "oauth2",
          description: "Members decide who may read their records.",
          "x-imssf-name": "Tarn Ledger",
          ...(!house.is("description-without-privacy") && { "x-imssf-privacyPolicyUrl": privacy }),
          "x-imssf-termsOfServiceUrl": `${house.origin}/house-rules/terms`,
          "x-imssf-registrationUrl": gate.urls.registration,
          flows: {
            authorizationCode: { authorizationUrl: gate.urls.authorization, tokenUrl: gate.urls.token, ...(!house.as("no-refresh") && { refreshUrl: gate.urls.token }), scopes },
          },
        },
      },
    },
  };
}

const pathItem = (methods, house) =>
  Object.fromEntries(Object.entries(methods).map(([method, [id, scope, answers]]) => [method, operation(id, scope && house.scopes[scope], answers)]));

const operation = (operationId, scope, answers) => ({
  operationId,
  ...(scope && { security: [{ OAuth2ACG: [scope] }] }),
  responses: {
    ...Object.fromEntries(Object.entries(answers).map(([status, description]) => [status, { description }])),
    default: { description: "a status object" },
  },
});
