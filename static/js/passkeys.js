/* Asks the browser for a passkey and sends what it answers with the form; without it, password and code remain. */
"use strict";
(() => {
  const forms = Array.from(document.querySelectorAll("form[data-passkey]"));
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const asked = (told) => {
    const options = { ...told, challenge: bytes(told.challenge) };
    if (told.user) options.user = { ...told.user, id: bytes(told.user.id) };
    if (told.allowCredentials) options.allowCredentials = known(told.allowCredentials);
    if (told.excludeCredentials) options.excludeCredentials = known(told.excludeCredentials);
    return options;
  };
  const answered = (made) => {
    const response = {};
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].forEach((name) => {
      if (made.response[name]) response[name] = text(made.response[name]);
    });
    return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults: {} });
  };

  forms.forEach((form) => {
    const button = form.querySelector("[data-ask]"), failed = form.querySelector("[data-failed]");
    form.hidden = false;
    const ask = async () => {
      if (!form.reportValidity()) return;
      const publicKey = asked(JSON.parse(form.dataset.passkey));
      failed.hidden = true;
      button.disabled = true;
      try {
        const made = await (publicKey.user ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
        form.elements.credential.value = answered(made);
        form.submit();
      } catch {
        failed.hidden = false;
        button.disabled = false;
      }
    };
    button.addEventListener("click", ask);
    form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
  });
})();
