/* Shortens the way; every page works without it. No inline code anywhere: the policy forbids it. */
"use strict";
(() => {
  const $$ = (selector, root = document) => Array.from(root.querySelectorAll(selector));

  /* Messages can be closed, menus close by Escape or a click outside, error summaries take the focus. */
  const wake = (root) => {
    $$("[data-close]", root).forEach((button) => { button.hidden = false; });
    const summary = root.querySelector("[data-focus]");
    if (!summary) return;
    summary.focus();
    /* the place named in the address would take the eye away from it */
    window.addEventListener("load", () => summary.focus(), { once: true });
  };
  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-close], [data-open], [data-dismiss], [data-print]");
    $$("details[data-menu][open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    if (!target) return;
    if (target.hasAttribute("data-close")) target.closest(".alert").remove();
    if (target.hasAttribute("data-dismiss")) target.closest("dialog").close();
    if (target.hasAttribute("data-print")) window.print();
    const dialog = target.dataset.open && document.getElementById(target.dataset.open);
    if (dialog) { event.preventDefault(); dialog.showModal(); }
  });

  /* The language changes under a form without loss: a form that can goes to the server as it stands, any other is read back. */
  const typedIn = (root) => $$("input, select, textarea", root).filter((one) => one.name && !["hidden", "file", "password", "submit"].includes(one.type));
  const shelf = `language:${location.pathname}`;
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form.lang")) return;
    const main = document.querySelector("main form[data-language]");
    if (main) {
      event.preventDefault();
      event.stopImmediatePropagation();
      main.append(Object.assign(document.createElement("input"), { type: "hidden", name: "language", value: event.submitter.value }));
      main.requestSubmit();
      return;
    }
    const values = typedIn(document.getElementById("main")).map((one) => [one.name, one.type === "radio" || one.type === "checkbox" ? one.checked : one.value]);
    sessionStorage.setItem(shelf, JSON.stringify(values));
  }, true);
  const readBack = () => {
    const kept = JSON.parse(sessionStorage.getItem(shelf) || "[]"), now = typedIn(document.getElementById("main"));
    sessionStorage.removeItem(shelf);
    if (kept.length !== now.length || kept.some(([name], place) => now[place].name !== name)) return;
    kept.forEach(([, value], place) => { if (typeof value === "boolean") now[place].checked = value; else now[place].value = value; });
  };
  if (document.getElementById("main")) readBack();

  /* The files chosen are added up before they are sent; a sending has a limit. */
  document.addEventListener("change", (event) => {
    const said = event.target.type === "file" && event.target.form && event.target.form.querySelector("[data-sum]");
    if (!said) return;
    const bytes = $$("input[type=file]", event.target.form).flatMap((one) => Array.from(one.files)).reduce((sum, file) => sum + file.size, 0);
    const isOver = bytes > said.dataset.most * 1048576;
    const sentence = isOver ? said.dataset.over : said.dataset.chosen;
    said.className = isOver ? "error" : "help";
    said.textContent = sentence.replace("{sum}", (Math.ceil(bytes / 104857.6) / 10).toFixed(1)).replace("{most}", said.dataset.most);
  });

  /* A form is sent once, whatever the impatient finger does. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.getAttribute("method") === "post" && !form.hasAttribute("hx-post")) { form.dataset.sent = "1"; setTimeout(() => delete form.dataset.sent, 8000); }
  });
  window.addEventListener("pageshow", () => $$("form[data-sent]").forEach((form) => delete form.dataset.sent));

  /* Lists by keyboard: j and k move, enter opens; a page may give keys of its own with data-key. */
  let at = -1;
  const move = (by) => {
    const rows = $$("table[data-keys] tbody tr").filter((row) => row.querySelector("a"));
    if (!rows.length) return;
    rows.forEach((row) => row.classList.remove("is-on"));
    at = Math.min(Math.max(at + by, 0), rows.length - 1);
    rows[at].classList.add("is-on");
    rows[at].querySelector("a").focus();
    rows[at].scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") $$("details[data-menu][open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
    if (event.key === "j" || event.key === "k") { event.preventDefault(); move(event.key === "j" ? 1 : -1); return; }
    const own = $$("[data-key]").find((element) => element.dataset.key === event.key && !element.disabled);
    if (own) { event.preventDefault(); own.click(); }
  });

  /* A page that looks again by itself leaves alone what a person reads, types or has opened, and rests while hidden. */
  const inUse = (root) => {
    const focus = document.activeElement;
    if (document.hidden || !getSelection().isCollapsed || (focus !== root && root.contains(focus))) return true;
    if (root.querySelector("details[open], dialog[open], .flashes .alert")) return true;
    return $$("input, textarea", root).some((one) => one.value !== one.defaultValue || one.checked !== one.defaultChecked);
  };
  document.addEventListener("htmx:beforeRequest", (event) => { if (inUse(event.detail.target)) event.preventDefault(); });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const isElsewhere = new URL(event.detail.xhr.responseURL).pathname !== location.pathname;
    if (isElsewhere || inUse(event.detail.target)) event.detail.shouldSwap = false;
    /* the session has ended: the way to sign in, and back here */
    if (isElsewhere && !inUse(event.detail.target)) location.reload();
  });

  /* A failed background request is told, never swallowed. */
  ["htmx:sendError", "htmx:responseError"].forEach((name) => document.addEventListener(name, () => {
    const area = document.getElementById("toasts");
    area.replaceChildren(document.getElementById("toast-failed").content.cloneNode(true));
    wake(area);
  }));
  document.addEventListener("htmx:load", (event) => wake(event.detail.elt));
  document.addEventListener("change", (event) => { if (event.target.matches("[data-submit]")) event.target.form.requestSubmit(); });
  wake(document);
})();
