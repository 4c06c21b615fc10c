// How this house answers: bodies, statuses, and what it says when it will not.

const MINOR = {
  400: "invalid_data",
  401: "unauthorizedrequest",
  403: "forbidden",
  404: "not_found",
  405: "not_allowed",
  415: "invalid_data",
  500: "internal_server_error",
};

/** A refusal that says why. */
export class Refusal extends Error {
  constructor(status, why, { minor, headers = {} } = {}) {
    super(why);
    Object.assign(this, { status, minor: minor ?? MINOR[status] ?? "unknown", headers });
  }
}

export function statusInfo(refusal, house) {
  if (house.as("bare-status")) return { imsx_codeMajor: "failure", imsx_severity: "error" };
  const [codes, field] = house.is("minor-misspelt") ? ["imsx_CodeMinor", "imsx_codeMinorfieldValue"] : ["imsx_codeMinor", "imsx_codeMinorFieldValue"];
  return {
    imsx_codeMajor: "failure",
    imsx_severity: "error",
    imsx_description: refusal.message,
    [codes]: {
      imsx_codeMinorField: [
        { imsx_codeMinorFieldName: "tarn.ledger", [field]: refusal.minor },
      ],
    },
  };
}

export function refuse(ctx, refusal, house) {
  ctx.status = house.is("422-for-400") && refusal.status === 400 && refusal.minor === "invalid_data" ? 422 : refusal.status;
  ctx.set(refusal.headers);
  if (house.is("401-without-body") && refusal.status === 401) {
    ctx.body = "";
    ctx.remove("Content-Type");
    return;
  }
  json(ctx, statusInfo(refusal, house));
}

export function json(ctx, body) {
  ctx.set("Content-Type", "application/json; charset=UTF-8");
  ctx.body = typeof body === "string" ? body : `${JSON.stringify(body, null, 1)}\n`;
}

/** The whole body of a request as text. */
export async function textOf(request, limit = 4_000_000) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > limit) throw new Refusal(413, "the body is too large", { minor: "invalid_data" });
    chunks.push(chunk);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new Refusal(400, "the body is not UTF-8");
  }
}
