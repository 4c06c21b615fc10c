// What people see: sign in, consent, connected apps. Forms carry a guard against forged requests.

import { secret } from "./house.js";

const escape = (text) => String(text ?? "").replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

function page(title, body) {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(title)} · Fathom Records</title></head>
<body><header><strong>Fathom Records</strong></header><main><h1>${escape(title)}</h1>${body}</main></body></html>`;
}

export function guard(session) {
  session.guard ??= secret(12);
  return `<input type="hidden" name="_guard" value="${session.guard}">`;
}

export const guarded = (request) => Boolean(request.session.guard) && request.body._guard === request.session.guard;

export function signInPage(session, next, complaint = "") {
  return page("Come aboard", `${complaint && `<p role="alert">${escape(complaint)}</p>`}
<form method="post" action="/account/sign-in">${guard(session)}<input type="hidden" name="next" value="${escape(next)}">
<label>Cadet name <input name="member" autocomplete="username" required></label>
<label>Passphrase <input name="passphrase" type="password" autocomplete="current-password" required></label>
<button>Sign in</button></form>`);
}

const WORDS = { readonly: "see your records", replace: "add and change records", delete: "remove records", offline_access: "do so while you are away" };

/** With `asked`, people tick what they want to share. */
export function consentPage(session, client, scopes, query, asked = false) {
  const words = (scope) => escape(WORDS[scope.split("/").pop()] ?? scope);
  const boxes = scopes.map((scope) => `<label><input type="checkbox" name="wish" value="${escape(scope)}" checked> ${words(scope)}</label>`);
  const wishes = scopes.map((scope) => `<li>${words(scope)}</li>`).join("");
  return page("Share your records?", `<p><img src="${escape(client.metadata.logo_uri)}" alt="" width="48">
<a href="${escape(client.metadata.client_uri)}">${escape(client.metadata.client_name)}</a> would like to</p>${asked ? "" : `<ul>${wishes}</ul>`}
<p>Read its <a href="${escape(client.metadata.policy_uri)}">privacy policy</a> and its
<a href="${escape(client.metadata.tos_uri)}">terms of use</a>.</p>
<form method="post" action="/connect/authorize?${escape(query)}">${guard(session)}${asked ? boxes.join("<br>") : ""}
<button name="answer" value="share">Share</button> <button name="answer" value="keep">Not now</button></form>`);
}

export function appsPage(session, clients) {
  const rows = clients.map((client) => `<li>${escape(client.metadata.client_name)}
<form method="post" action="/account/apps/${escape(client.id)}/disconnect">${guard(session)}<button>Disconnect</button></form></li>`);
  return page("Connected apps", rows.length ? `<ul>${rows.join("")}</ul>` : "<p>No app is connected.</p>");
}

export const plainPage = (title, text) => page(title, `<p>${escape(text)}</p>`);
