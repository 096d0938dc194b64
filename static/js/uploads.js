/* Sends each file by a request of its own, with its progress; what is listed is kept, whatever happens to the page. */
"use strict";
(() => {
  const waiting = [];
  let isGoing = false, goesOn = null;
  const total = (box) => box.form.querySelector("[data-total]");
  const megabytes = (bytes) => (Math.ceil(bytes / 104857.6) / 10).toFixed(1);
  const fill = (text, values) => Object.entries(values).reduce((said, [name, value]) => said.replace(`{${name}}`, value), text);
  const busy = () => isGoing || waiting.length > 0;

  /* One line for a file: its name, and how far it is or why it was not taken. */
  const lineOf = (box, file) => {
    const line = document.createElement("li");
    line.dataset.going = "";
    line.append(Object.assign(document.createElement("span"), { textContent: file.name }));
    line.append(Object.assign(document.createElement("span"), { className: "small", role: "status" }));
    box.closest("p").previousElementSibling.append(line);
    return line;
  };
  const say = (line, text, isFault = false) => {
    line.lastElementChild.textContent = text;
    line.lastElementChild.className = isFault ? "error" : "small";
  };
  const refuse = (line, text) => { say(line, text, true); delete line.dataset.going; line.dataset.refused = ""; };

  /* What can be known before sending is said before sending. */
  const unfit = (box, file) => {
    const { used, most, largest, large, over } = total(box).dataset;
    const ahead = waiting.filter((one) => one.box.form === box.form).reduce((sum, one) => sum + one.file.size, Number(used));
    if (file.size > largest * 1048576) return fill(large, { size: megabytes(file.size), most: largest });
    if (most && ahead + file.size > most * 1048576) return fill(over, { sum: megabytes(ahead + file.size), most });
    return "";
  };
  const queue = (box, file, line) => {
    const fault = unfit(box, file);
    if (fault) { refuse(line, fault); return; }
    say(line, total(box).dataset.waiting);
    waiting.push({ box, file, line });
  };
  const again = (job) => {
    refuse(job.line, total(job.box).dataset.lost);
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-s", textContent: total(job.box).dataset.again });
    button.addEventListener("click", () => { job.line.remove(); queue(job.box, job.file, lineOf(job.box, job.file)); next(); });
    job.line.append(button);
  };

  const take = (job, answer) => {
    const list = job.line.parentElement, paper = list.closest("[data-paper]");
    const others = Array.from(list.children).filter((line) => line !== job.line && ("going" in line.dataset || "refused" in line.dataset));
    list.innerHTML = answer.files;
    list.append(...others);
    total(job.box).dataset.used = answer.used_bytes;
    if (total(job.box).dataset.most) total(job.box).textContent = fill(total(job.box).dataset.in, { sum: megabytes(answer.used_bytes), most: total(job.box).dataset.most });
    if (paper) paper.classList.add("is-in");
    const lacking = job.box.form.querySelector("[data-missing]");
    if (lacking) lacking.textContent = answer.missing;
  };
  const ended = (job, request) => {
    let answer = null;
    try { answer = JSON.parse(request.responseText); } catch { answer = null; }
    if (request.status === 201 && answer) take(job, answer);
    else if (answer && answer.said) refuse(job.line, answer.said);
    else again(job);
  };

  const next = () => {
    const job = isGoing ? null : waiting.shift();
    if (!job) {
      if (!isGoing && goesOn) { const go = goesOn; goesOn = null; go(); }
      return;
    }
    isGoing = true;
    const body = new FormData(), request = new XMLHttpRequest();
    body.append("csrf_token", job.box.form.elements.csrf_token.value);
    body.append("code", job.box.dataset.code);
    body.append("file", job.file);
    request.open("POST", job.box.dataset.upload);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      say(job.line, fill(total(job.box).dataset.going, { percent: `${Math.floor(event.loaded / event.total * 100)}%` }));
    });
    request.addEventListener("loadend", () => { isGoing = false; ended(job, request); next(); });
    request.send(body);
  };

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!box.matches("input[type=file][data-upload]")) return;
    const chosen = Array.from(box.files);
    box.value = "";
    chosen.forEach((file) => queue(box, file, lineOf(box, file)));
    next();
  });
  /* A form sent while files are under way goes once they have arrived; one that was refused keeps the page. */
  document.addEventListener("submit", (event) => {
    if (!busy()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const form = event.target, button = event.submitter;
    goesOn = () => { if (!form.querySelector("[data-refused]")) form.requestSubmit(button); };
  }, true);
  window.addEventListener("beforeunload", (event) => { if (busy()) event.preventDefault(); });
  /* The button beside a box sends the form where no script runs; here it opens the box. */
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-plain]");
    if (!button) return;
    event.preventDefault();
    button.previousElementSibling.click();
  });
  document.documentElement.classList.add("sends-files");
})();
