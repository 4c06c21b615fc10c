"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const form = byId("filter");
  const rows = Array.from(document.querySelectorAll("tr.row"));
  const fields = { verdict: byId("f-verdict"), area: byId("f-area"), role: byId("f-role"), level: byId("f-level") };
  const words = byId("f-text");
  // textContent of closed details counts too: a search finds what is inside a row
  const texts = rows.map((row) => row.textContent.toLowerCase());

  function apply() {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, place) => {
      const fits = Object.entries(fields).every(([name, field]) => !field.value || row.dataset[name] === field.value)
        && wanted.every((word) => texts[place].includes(word));
      row.hidden = !fits;
      if (fits) shown += 1;
    });
    byId("shown").textContent = shown === rows.length
      ? `${rows.length} requirements, failures first.`
      : `${shown} of ${rows.length} requirements shown.`;
    byId("nothing").hidden = shown > 0;
  }

  function fill(reference) {
    const source = byId(`exchange-${reference.dataset.exchange}`);
    if (!reference.open || !source || reference.querySelector(".content")) return;
    const copy = source.cloneNode(true);
    copy.removeAttribute("id");
    reference.querySelector("p").replaceWith(copy);
  }

  function openTarget() {
    const target = location.hash.length > 1 ? byId(decodeURIComponent(location.hash.slice(1))) : null;
    if (!target) return;
    const inside = target.matches("tr.row") ? target.querySelector("details") : target.closest("details");
    if (!inside) return;
    if (target.hidden) { form.reset(); apply(); }
    inside.open = true;
    target.scrollIntoView();
  }

  function preset(event) {
    const link = event.target.closest("[data-set-verdict], [data-set-area]");
    if (!link) return;
    form.reset();
    if (link.dataset.setVerdict) fields.verdict.value = link.dataset.setVerdict;
    if (link.dataset.setArea) fields.area.value = link.dataset.setArea;
    apply();
  }

  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  byId("open-all").addEventListener("click", () => rows.forEach((row) => { if (!row.hidden) row.querySelector("details").open = true; }));
  byId("close-all").addEventListener("click", () => rows.forEach((row) => row.querySelectorAll("details").forEach((each) => { each.open = false; })));
  document.addEventListener("click", preset);
  document.querySelectorAll(".exchange-ref").forEach((each) => each.addEventListener("toggle", () => fill(each)));
  window.addEventListener("hashchange", openTarget);
  openTarget();
})();
