/* Keeps a draft while it is typed, and says truly what is on the server; the page works without it. */
"use strict";
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const said = form.querySelector("[data-saved]");
  const PAUSE = 1500, AGAIN = 8000;
  let timer = 0, typed = 0, kept = 0, isGoing = false, isLeaving = false;

  const say = (text, isFault) => {
    said.textContent = text;
    said.className = isFault ? "error mt" : "help mt";
  };
  const later = (pause) => { clearTimeout(timer); timer = setTimeout(save, pause); };
  const carry = (version) => {
    form.dataset.version = version;
    if (form.elements.version) form.elements.version.value = version;
  };

  async function save() {
    if (isGoing || isLeaving || typed === kept) return;
    isGoing = true;
    const upTo = typed, body = new FormData(form);
    body.set("version", form.dataset.version);
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, headers: { Accept: "application/json" }, keepalive: document.hidden });
      await told(answer, upTo);
    } catch {
      say(said.dataset.lost, true);
      later(AGAIN);
    }
    isGoing = false;
    if (typed > upTo) later(PAUSE);
  }
  async function told(answer, upTo) {
    const isOurs = (answer.headers.get("Content-Type") || "").includes("json") && !answer.redirected;
    if (!isOurs) { say(said.dataset.out, true); later(AGAIN); return; }
    const told = await answer.json();
    if (answer.ok) {
      carry(told.version);
      kept = upTo;
    }
    say(told.said || said.dataset.lost, !answer.ok || !told.is_whole);
  }

  const changed = (event) => {
    if (event.target.form !== form || event.target.type === "file") return;
    typed += 1;
    say(said.dataset.waiting, false);
    later(PAUSE);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => { isLeaving = true; clearTimeout(timer); });
  window.addEventListener("pageshow", () => { isLeaving = false; });
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  window.addEventListener("beforeunload", (event) => { if (!isLeaving && typed !== kept) event.preventDefault(); });
  say(said.dataset.ready, false);
})();
