"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const CHOICES = { yes: "Yes", no: "No", "cannot-tell": "I cannot tell", "not-shown": "It is not shown" };
  const ACTIONS = {
    done: { turn: "Done: the wallet has finished", asked: "These are my answers", key: "d", main: true },
    next: { text: "Go on", key: "n", main: true },
    repeat: { text: "Repeat", key: "r" },
    back: { text: "Step back", key: "b" },
    skip: { text: "Skip", key: "s" },
    stop: { text: "Stop for now", apart: true },
  };
  const STATES = { turn: "Your turn", asked: "What do you see?", told: "What it was about", skipped: "Skipped" };
  const MOST_LINES = 500, MOST_BYTES = 2 * 1024 * 1024, LONGEST_SIDE = 1600;
  const store = window.sessionStorage;
  let seen = 0, after = 0, blind = false, shown = "", view = null, count = 0;

  // The token is in the part of the address that no browser sends; it goes from there, so that nobody photographs it.
  const given = location.hash.slice(1);
  if (given.length >= 32) {
    store.setItem("token", given);
    history.replaceState(null, "", location.pathname);
  }

  function make(tag, text, name) {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    if (name) element.className = name;
    return element;
  }

  function labelled(field, text, behind) {
    const label = make("label");
    label.append(...(behind ? [field, text] : [text, field]));
    return label;
  }

  async function ask(path, options = {}) {
    const { headers, ...rest } = options;
    const response = await fetch(path, {
      ...rest, headers: { Authorization: `Bearer ${store.getItem("token") || ""}`, ...headers }, cache: "no-store", redirect: "error",
    });
    if (response.ok) return response.status === 204 ? null : response.json();
    const failure = new Error((await response.json().catch(() => ({}))).error || `The console answers ${response.status}.`);
    failure.status = response.status;
    throw failure;
  }

  function trouble(text) {
    if ($("trouble").textContent !== text) $("trouble").textContent = text;
    $("trouble").hidden = !text;
  }

  const say = (text) => { $("said").textContent = text; };

  // One after the other: an answer arrives before the button that ends the step.
  let sending = Promise.resolve();
  const send = (...what) => (sending = sending.then(() => sendNow(...what)));

  async function sendNow(path, sent, method = "POST") {
    const body = sent instanceof Blob ? sent : JSON.stringify(sent);
    const type = sent instanceof Blob ? "image/png" : "application/json";
    try {
      await ask(path, { method, body, headers: { "Content-Type": type } });
      trouble("");
      return true;
    } catch (failure) {
      trouble(failure.status ? failure.message : "The command does not answer; nothing was sent.");
      return false;
    }
  }

  const act = (action) => view && view.step && send("/console/act", { step: view.step.key, state: view.step.state, action });

  // --- what there is to do ---

  function places(list, wanted) {
    list.replaceChildren(...wanted.map(({ label, value }) => {
      const row = make("div"), held = make("dd"), copy = make("dd", "", "copy"), button = make("button", "Copy", "small");
      held.append(make("code", value));
      button.type = "button";
      button.setAttribute("aria-label", `Copy ${label}`);
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(value);
          button.textContent = "Copied";
          say(`${label} is copied.`);
        } catch {
          getSelection().selectAllChildren(held);
        }
      });
      copy.append(button);
      row.append(make("dt", label), held, copy);
      return row;
    }));
    list.hidden = !wanted.length;
  }

  function drawn(bitmap, side) {
    const canvas = make("canvas"), scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    [canvas.width, canvas.height] = [Math.max(1, bitmap.width * scale), Math.max(1, bitmap.height * scale)];
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return canvas;
  }

  async function picture(file) {
    const bitmap = await createImageBitmap(file);
    if (file.type === "image/png" && file.size <= MOST_BYTES) return { blob: file, bitmap };
    for (let side = LONGEST_SIDE; side > 100; side *= 0.7) {  // a phone's picture is made smaller before it is sent
      const blob = await new Promise((resolve) => drawn(bitmap, side).toBlob(resolve, "image/png"));
      if (blob && blob.size <= MOST_BYTES) return { blob, bitmap };
    }
    throw new Error("it cannot be made small enough");
  }

  function thumbnail(bitmap) {
    const canvas = drawn(bitmap, 128);
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", "The screenshot that was kept");
    return canvas;
  }

  function asked(step, question, closed) {
    const group = make("fieldset"), choices = make("div", "", "choices"), more = make("div", "", "more");
    const words = make("textarea"), file = make("input"), kept = make("p", "", "kept"), seenAs = make("div");
    const before = step.answers.find((each) => each.question === question.id) || {};
    group.dataset.question = question.id;
    if (closed) {
      group.className = "closed";
      group.append(make("legend", question.text), kept);
      return group;
    }
    for (const [value, text] of Object.entries(CHOICES)) {
      const radio = make("input");
      Object.assign(radio, { type: "radio", name: `q-${question.id}`, value, checked: before.value === value });
      choices.append(labelled(radio, text, true));
    }
    Object.assign(words, { maxLength: 2000, value: before.words || "" });
    Object.assign(file, { type: "file", accept: "image/*" });
    more.append(labelled(words, "In your words, if you like"), labelled(file, "Screenshot: choose one, drop it here, or paste it"));
    const answer = async () => {
      const chosen = group.querySelector("input[type=radio]:checked");
      if (chosen) await send("/console/answers", { step: step.key, question: question.id, value: chosen.value, words: words.value });
    };
    const take = async (taken) => {
      if (!taken) return;
      let found;
      try {
        found = await picture(taken);
      } catch {
        trouble("This file is not a picture that the browser can read.");
        return;
      }
      const query = new URLSearchParams({ step: step.key, question: question.id });
      if (await send(`/console/screenshots?${query}`, new Blob([found.blob], { type: "image/png" }), "PUT")) {
        seenAs.replaceChildren(thumbnail(found.bitmap));
      }
    };
    choices.addEventListener("change", answer);
    words.addEventListener("change", answer);
    file.addEventListener("change", () => take(file.files[0]));
    group.addEventListener("paste", (event) => take(event.clipboardData.files[0]));
    group.addEventListener("dragover", (event) => { event.preventDefault(); group.classList.add("over"); });
    group.addEventListener("dragleave", () => group.classList.remove("over"));
    group.addEventListener("drop", (event) => {
      event.preventDefault();
      group.classList.remove("over");
      take(event.dataTransfer.files[0]);
    });
    group.append(make("legend", question.text), choices, more, kept, seenAs);
    return group;
  }

  function keptAnswers(step) {
    for (const group of $("questions").children) {
      const answer = step.answers.find((each) => each.question === group.dataset.question);
      const parts = [];
      const words = answer && answer.words && (group.className === "closed" ? ` “${answer.words}”` : ", with your words");
      if (answer && answer.value) parts.push(`Kept as attested: ${CHOICES[answer.value]}${words || ""}`);
      if (answer && answer.screenshot) parts.push(`Screenshot kept (${answer.screenshot.join(" × ")})`);
      const text = parts.join(" · "), kept = group.querySelector(".kept");
      if (kept.textContent !== text) {
        kept.textContent = text;
        if (text) say(text);
      }
    }
  }

  // What is there stays: a question that an answer brings along takes nobody's place, and nobody's focus.
  function questions(step) {
    const open = step.state === "asked" || step.state === "told", wanted = open ? step.questions : [];
    const there = new Map([...$("questions").children].map((group) => [group.dataset.question, group]));
    wanted.forEach((question, place) => {
      const known = there.get(question.id), kept = known && known.querySelector("legend").textContent === question.text;
      const group = kept ? known : asked(step, question, step.state !== "asked");
      if (kept) there.delete(question.id);
      if ($("questions").children[place] !== group) $("questions").insertBefore(group, $("questions").children[place] || null);
    });
    for (const gone of there.values()) gone.remove();
    keptAnswers(step);
  }

  function actions(step) {
    const wanted = step.actions.map((action) => `${action} ${step.state}`).join();
    if ($("actions").dataset.shown === wanted) return;
    $("actions").dataset.shown = wanted;
    $("actions").replaceChildren(...step.actions.map((action) => {
      const known = ACTIONS[action], button = make("button", known.text || known[step.state] || "Done");
      button.type = "button";
      button.dataset.action = action;
      button.className = [known.main ? "main" : "", known.apart ? "apart" : ""].join(" ").trim();
      if (known.key) {
        button.setAttribute("aria-keyshortcuts", known.key);
        button.append(make("kbd", known.key));
      }
      button.addEventListener("click", () => act(action));
      return button;
    }));
  }

  function reveal(told) {
    $("reveal").hidden = !told;
    if (!told) return;
    $("reveal").replaceChildren(
      make("h3", told.title), make("p", told.how), make("h3", "What a right wallet does"), make("p", told.right),
    );
  }

  function showStep(step, first) {
    $("step").hidden = !step;
    if (!step) {
      shown = "";
      return;
    }
    const now = JSON.stringify([step.key, step.state, step.number, step.of, step.title, step.instructions, step.places]);
    const anew = now !== shown;
    if (anew) {
      shown = now;
      $("step").className = `card step ${step.state}`;
      $("step").dataset.key = step.key;
      const where = `step ${step.number} of ${step.of}`;
      $("turn").textContent = `${STATES[step.state]} · ${where}`;
      Object.assign($("progress"), { max: step.of, value: step.number });
      $("progress").setAttribute("aria-valuetext", where);
      $("now").textContent = step.title;
      $("instructions").replaceChildren(...step.instructions.map((each) => make("li", each)));
      $("instructions").hidden = step.state !== "turn";
      places($("step-places"), step.state === "turn" ? step.places : []);
      $("questions").replaceChildren();
      reveal(step.reveal);
      document.title = `${STATES[step.state]}: ${where} – CLR console`;
    }
    questions(step);
    actions(step);
    if (!anew) return;
    say(`${$("turn").textContent}: ${step.title}`);
    if (!first) $("now").focus();
  }

  function showView(told) {
    const first = view === null;
    view = told;
    $("title").textContent = told.title;
    if (!told.step) document.title = `${told.title} – CLR console`;
    places($("places"), told.places);
    $("about").hidden = !told.places.length || told.ended;
    showStep(told.step, first);
    $("to-now").hidden = !told.step;
    const message = told.message || (told.ended ? "The run has ended." : "");
    if ($("message").textContent !== message) {
      $("message").textContent = message;
      say(message);
    }
    $("message").hidden = !message;
  }

  // --- what has come ---

  function remarks(line) {
    const all = make("span", "", "remarks");
    if (line.reason) all.append(make("span", line.reason, "why"));
    if (line.struck.length) all.append(make("span", `changed by ${line.struck.join(", ")}`, "badge changed"));
    for (const each of line.taken) all.append(make("span", `let pass: ${each}`, "badge warn"));
    if (!line.whole) all.append(make("span", "broken off", "badge bad"));
    if (line.where) all.append(make("span", line.where, "badge warn"));
    const who = [line.name && `“${line.name}”`, line.client && `client ${line.client}`, line.learner && `learner ${line.learner}`];
    const known = who.filter(Boolean).join(", ");
    if (known) all.append(make("span", known, "quiet"));
    return all;
  }

  const GRADES = { 2: "good", 3: "moved" };

  function exchange(line) {
    const entry = make("details", "", "exchange"), summary = make("summary"), body = make("div", "", "details");
    const status = line.status === null ? "–" : String(line.status), path = make("span", "", "path");
    path.append(make("b", line.method), ` ${line.path}`, make("span", line.query && `?${line.query}`, "quiet"));
    summary.append(make("span", `${line.number} · ${line.at}`, "at"), make("span", status, `badge ${GRADES[status[0]] || "bad"}`), path, remarks(line));
    entry.append(summary, body);
    entry.addEventListener("toggle", async () => {
      if (!entry.open) return;
      try {
        body.replaceChildren(...said(await ask(`/console/lines/${line.place}`)));
      } catch (failure) {
        body.replaceChildren(make("p", failure.message, "quiet"));
      }
    });
    return entry;
  }

  function said(one) {
    const part = (title, first, headers, body) => {
      const text = make("pre");
      text.append(make("b", first), "\n", headers.map(([name, value]) => `${name}: ${value}`).join("\n"));
      if (body) text.append(`\n\n${body}`);
      Object.assign(text, { tabIndex: 0, ariaLabel: title });
      text.setAttribute("role", "group");
      return [make("h3", title), text];
    };
    const seconds = one.seconds === null ? "" : ` after ${Math.round(one.seconds * 1000)} ms`;
    return [
      ...part(`Request ${one.number}`, `${one.method} ${one.url}`, one.headers, one.body),
      ...part(`Response ${one.number}${seconds}`, String(one.status ?? "none"), one.answer.headers, one.answer.body),
    ];
  }

  function finding(line) {
    const all = make("div", "", "finding"), text = make("div", "", "said");
    text.append(make("b", line.requirement), ` ${line.message}`);
    if (line.number) text.append(make("span", ` (request ${line.number})`, "quiet"));
    all.append(make("span", { fail: "Fails", warn: "Warns" }[line.weight] || "Note", `badge mark ${line.weight}`), text);
    return all;
  }

  function showLines(lines) {
    const list = $("lines");
    for (const line of lines) {
      const item = make("li"), refused = line.status === null || line.status >= 400;
      item.append(line.kind === "exchange" ? exchange(line) : line.kind === "finding" ? finding(line) : make("p", line.text, "note"));
      if (line.kind === "exchange" && !refused && !line.reason && !line.struck.length) item.className = "plain";
      if (after) item.classList.add("new");
      list.prepend(item);
      if (line.kind === "exchange") count = Math.max(count + 1, 0);
    }
    while (list.childElementCount > MOST_LINES) list.lastElementChild.remove();
    if (!lines.length) return;
    $("count").textContent = `${count} request${count === 1 ? "" : "s"} so far, the newest first.`;
    const last = lines[lines.length - 1];
    if (!after) return;
    if (last.kind === "finding") say(`${last.requirement}: ${last.message}`);
    else if (last.kind === "note") say(last.text);
    else say(`${lines.length === 1 ? "A request" : `${lines.length} requests`}; ${last.method} ${last.path} was answered ${last.status ?? "not at all"}. ${last.reason}`);
  }

  // --- asking ---

  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  async function once() {
    const told = await ask(`/console/state?seen=${seen}&after=${after}`);
    if (blind && !told.view.blind) {  // what was hidden is shown from the first line on
      $("lines").replaceChildren();
      [after, count, blind] = [0, 0, false];
      seen = 0;
      return;
    }
    const idle = told.revision === seen;
    if (told.revision < seen) $("lines").replaceChildren();
    [seen, blind] = [told.revision, told.view.blind];
    showView(told.view);
    showLines(told.lines);
    if (told.lines.length) after = told.lines[told.lines.length - 1].place;
    if (idle) await pause(200);
  }

  async function follow() {
    let wait = 500, offline = false;
    for (;;) {
      try {
        await once();
        if (offline) trouble("");
        [offline, wait] = [false, 500];
        if (view && view.ended) return;
      } catch (failure) {
        offline = true;
        if (failure.status === 401) trouble("This page has no token of this start. Open the address that the command printed.");
        else trouble("The command does not answer: it has ended, or was stopped. With --resume it goes on where it was; open the address that it prints then.");
        if (view === null) $("title").textContent = "Not connected";
        await pause(wait);
        wait = Math.min(wait * 2, 10000);
      }
    }
  }

  const typing = (element) => element.closest("textarea, input:not([type=radio]):not([type=checkbox]), select");

  $("keys").checked = store.getItem("keys") !== "off";
  $("keys").addEventListener("change", () => store.setItem("keys", $("keys").checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    if (!$("keys").checked || event.ctrlKey || event.altKey || event.metaKey || event.repeat || typing(event.target)) return;
    const action = Object.keys(ACTIONS).find((each) => ACTIONS[each].key === event.key);
    if (action && view && view.step && view.step.actions.includes(action)) {
      event.preventDefault();
      act(action);
    }
  });
  $("only").addEventListener("change", () => $("lines").classList.toggle("only", $("only").checked));
  follow();
})();
