// Web pages of the house.

const escaped = (text) => String(text ?? "").replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);

const frame = (title, body) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)} · Tarn Ledger</title></head>
<body><main><h1>${escaped(title)}</h1>${body}</main></body></html>`;

export const page = (title, text) => frame(title, `<p>${escaped(text)}</p>`);

export const signInPage = (action, trouble) =>
  frame(
    "Sign in",
    `${trouble ? `<p role="alert">${escaped(trouble)}</p>` : ""}
<form method="post" action="${escaped(action)}">
<label>Library card <input name="card" autocomplete="username"></label>
<label>Word <input name="word" type="password" autocomplete="current-password"></label>
<button>Sign in</button></form>`,
  );

export const consentPage = (action, client, scope) =>
  frame(
    "Share your records?",
    `<p><img src="${escaped(client.logoUri)}" alt="" width="64"> <a href="${escaped(client.clientUri)}">${escaped(client.clientName)}</a> asks for:</p>
<ul>${String(scope ?? "")
      .split(" ")
      .map((one) => `<li>${escaped(one)}</li>`)
      .join("")}</ul>
<p><a href="${escaped(client.tosUri)}">Its terms</a>, <a href="${escaped(client.policyUri)}">its privacy page</a></p>
<form method="post" action="${escaped(action)}">
<button name="share" value="none">No, thank you</button>
<button name="share" value="all">Yes, share</button></form>`,
  );
