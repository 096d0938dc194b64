/* What is typed stays in this browser until it is taken: through reload, restart, sign-out and another tab. For somebody
   signed in it is kept encrypted, with a key that the server gives that person only; the next person at a shared
   computer has another key. Without one (a page for everybody, or no secure connection) it lasts as long as the tab. */
"use strict";
(() => {
  const DAYS = 7, PAUSE = 250, PREFIX = "typed:";
  const body = document.body, key = body.dataset.keepKey, person = body.dataset.keepPerson || "";
  const isSecret = Boolean(key && window.crypto && crypto.subtle);
  const store = isSecret ? localStorage : sessionStorage;
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const text = (buffer) => btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""));
  const imported = isSecret && crypto.subtle.importKey("raw", bytes(key), "AES-GCM", false, ["encrypt", "decrypt"]);
  const seal = async (value) => {
    if (!isSecret) return JSON.stringify(value);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await imported, new TextEncoder().encode(JSON.stringify(value)));
    return `${text(iv)}.${text(sealed)}`;
  };
  const unseal = async (kept) => {
    if (!isSecret) return JSON.parse(kept);
    const [iv, sealed] = kept.split(".").map(bytes);
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await imported, sealed)));
  };

  const pathOf = (form) => new URL(form.getAttribute("action") || location.pathname, location.href).pathname;
  const placeOf = (form) => `${PREFIX}${person}:${pathOf(form)}`;
  const isTyped = (one) => one.name && !one.readOnly && !["hidden", "password", "file", "submit", "button", "reset"].includes(one.type);
  const controls = (form) => Array.from(form.elements).filter(isTyped);
  const valueOf = (one) => (["checkbox", "radio"].includes(one.type) ? one.checked : one.value);
  const identity = (one) => (["checkbox", "radio"].includes(one.type) ? `${one.name}=${one.value}` : one.name);
  const drawn = new Map();
  const forms = () => Array.from(document.forms).filter((form) => form.getAttribute("method") === "post" && form.elements.csrf_token && !form.querySelector("input[type=password]") && controls(form).length);
  const changed = (form) => controls(form).filter((one) => drawn.get(one) !== valueOf(one));

  const keep = async (form) => {
    const values = Object.fromEntries(changed(form).map((one) => [identity(one), valueOf(one)]));
    if (Object.keys(values).length) store.setItem(placeOf(form), await seal({ values, until: Date.now() + DAYS * 86400000 }));
    else store.removeItem(placeOf(form));
  };
  const leave = (form) => {
    store.removeItem(placeOf(form));
    controls(form).forEach((one) => { if (["checkbox", "radio"].includes(one.type)) one.checked = drawn.get(one); else one.value = drawn.get(one); });
    form.querySelector("[data-kept]").remove();
  };
  const tell = (form) => {
    const said = document.getElementById("typed-before").content.cloneNode(true);
    said.querySelector("button").addEventListener("click", () => leave(form));
    form.prepend(said);
  };
  const restore = async (form) => {
    const kept = store.getItem(placeOf(form));
    if (!kept) return;
    const { values, until } = await unseal(kept);
    if (until < Date.now()) { store.removeItem(placeOf(form)); return; }
    const back = controls(form).filter((one) => identity(one) in values && values[identity(one)] !== valueOf(one));
    back.forEach((one) => { if (["checkbox", "radio"].includes(one.type)) one.checked = values[identity(one)]; else one.value = values[identity(one)]; });
    const folded = (one) => one && (one.open = true, folded(one.parentElement.closest("details")));
    back.forEach((one) => folded(one.closest("details")));
    if (back.length) tell(form);
  };

  /* A form that was taken is kept no longer, nor is what another person typed before in this tab. */
  if (body.dataset.taken) store.removeItem(`${PREFIX}${person}:${body.dataset.taken}`);
  const isOthers = (name) => name.startsWith(PREFIX) && (isSecret || !name.startsWith(`${PREFIX}${person}:`));
  Object.keys(sessionStorage).filter(isOthers).forEach((name) => sessionStorage.removeItem(name));

  const timers = new Map();
  const soon = (form) => { clearTimeout(timers.get(form)); timers.set(form, setTimeout(() => keep(form), PAUSE)); };
  const known = new Set();
  forms().forEach((form) => {
    known.add(form);
    /* what the server has drawn again as it was sent is newer than what is kept here, and none of it is on record */
    if (body.dataset.comesBack === pathOf(form)) { keep(form); return; }
    controls(form).forEach((one) => drawn.set(one, valueOf(one)));
    restore(form).catch(() => store.removeItem(placeOf(form)));
  });
  ["input", "change"].forEach((name) => document.addEventListener(name, (event) => {
    const form = event.target.form;
    if (known.has(form)) soon(form);
  }));
  document.addEventListener("submit", (event) => { if (known.has(event.target)) keep(event.target); });
  window.addEventListener("pagehide", () => timers.forEach((_timer, form) => keep(form)));
})();
