// Writing a testimony: figures while one types, facts by a button, saving by itself. Without this
// file the buttons Save, Check and Find do the same.

const form = document.getElementById("writing");
const KEY = form && `unsent ${form.dataset.key}`;
const TRIES = 10; // texts that are remembered as sent without an answer
const REST = 8_000; // milliseconds from a change until it is saved
const AGAIN = 30_000; // until what did not get through is sent again
const joined = (words) => JSON.parse(words).map((one) => one.trim()).filter(Boolean).join("\n\n");

if (form) {
  const fields = [...form.querySelectorAll("[data-text]")];
  const status = form.querySelector(".status");
  const clash = form.querySelector(".clash-found");
  const find = document.querySelector('[name="q"][form="writing"]');
  const parts = Object.fromEntries([...document.querySelectorAll("[data-part]")].map((one) => [one.dataset.part, one]));
  const said = () => JSON.stringify(fields.map((one) => one.value));
  let last = null; // the field that a fact goes into: where one has typed, else at the end
  let stored = form.dataset.isUnsaved ? "[]" : said();
  let tried = []; // texts that were sent and never answered: the server may have each of them, or not
  let isStopped = false;
  let isSaving = false;
  let checks = 0;
  let waiting = null;
  let checking, saving;

  const data = (act) => {
    const sent = new FormData(form);
    sent.delete("file");
    sent.set("act", act);
    return sent;
  };
  const tell = (words) => {
    if (status.textContent !== words) status.textContent = words;
  };

  // What the server finds in the text takes the place of what it found before.
  async function check() {
    const number = ++checks;
    try {
      const answer = await fetch(form.dataset.check, { method: "POST", body: data("check") });
      const found = await answer.json();
      if (number !== checks) return;
      if (!answer.ok) return tell(found.words);
      for (const [name, box] of Object.entries(parts)) box.innerHTML = found[name];
      showButtons();
    } catch {
      // No connection: the last figures stay until the next key.
    }
  }

  function showButtons() {
    for (const one of document.querySelectorAll("[data-insert]")) one.hidden = false;
  }

  // Words that did not reach the server stay on this device, and only until they do.
  function keep(words) {
    try {
      if (words === null) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, JSON.stringify({ words, tried, seen: form.elements.seen.value }));
    } catch {
      // A full or forbidden store: the words are still in the page.
    }
  }

  function recall(store) {
    try {
      return JSON.parse(window[store].getItem(KEY));
    } catch {
      return null;
    }
  }

  // Save what is new, or at least keep it here; then do what has waited for that.
  async function save(isLeaving = false) {
    const isNew = (said() !== stored || tried.length) && fields.some((one) => one.value.trim());
    if (isNew) keep(said());
    if (isSaving) return;
    if (isNew && !isStopped) {
      isSaving = true;
      if (status.textContent !== form.dataset.unsent) tell(form.dataset.busy);
      await send(isLeaving);
      isSaving = false;
    }
    if (waiting) form.requestSubmit(waiting);
    waiting = null;
  }

  // Is what stands in the way a text that this page sent itself, then it is no clash: the answer
  // was lost, and what is here now was made from that text.
  async function send(isLeaving) {
    const words = said();
    if (navigator.onLine) tried = [...new Set([...tried, words])].slice(-TRIES);
    keep(words);
    try {
      const answer = await fetch(form.action, { method: "POST", body: data("auto"), keepalive: isLeaving });
      const found = await answer.json();
      if (answer.status === 409 && tried.some((one) => joined(one) === found.theirs)) {
        form.elements.seen.value = found.seen;
        return await send(isLeaving);
      }
      tell(found.words);
      if (answer.ok) arrived(words, found.seen);
      else if (answer.status === 409) stop(found);
    } catch {
      tell(form.dataset.unsent);
      later(AGAIN);
    }
  }

  function arrived(words, seen) {
    form.elements.seen.value = seen;
    stored = words;
    tried = [];
    keep(said() === words ? null : said());
    try {
      sessionStorage.setItem(KEY, seen);
    } catch {
      // Forbidden: it only helps a page that is loaded at the same moment.
    }
  }

  // Somebody else has saved: nothing is sent any more until a person has looked at both texts.
  function stop(found) {
    isStopped = true;
    clash.querySelector("p").textContent = found.words;
    clash.querySelector(".typed").textContent = found.theirs ?? "";
    clash.hidden = false;
  }

  function changed() {
    clearTimeout(checking);
    checking = setTimeout(check, 600);
    later(REST);
  }

  function later(time) {
    saving ??= setTimeout(() => {
      saving = undefined;
      save();
    }, time);
  }

  function insert(mark) {
    if (!last) {
      last = fields.at(-1);
      last.setSelectionRange(last.value.length, last.value.length);
    }
    const [start, end, text] = [last.selectionStart, last.selectionEnd, last.value];
    const before = start && !/\s/.test(text[start - 1]) ? " " : "";
    const after = /^\S/.test(text.slice(end)) ? " " : "";
    last.setRangeText(before + mark + after, start, end, "end");
    last.focus();
    last.dispatchEvent(new Event("input", { bubbles: true }));
  }

  for (const one of fields) {
    one.addEventListener("input", changed);
    one.addEventListener("focus", () => (last = one));
  }
  for (const one of [form.elements.pace, form.elements.per_minute]) one?.addEventListener("change", changed);
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-insert]")?.dataset.insert;
    if (mark) insert(mark);
  });
  find?.addEventListener("input", () => {
    clearTimeout(checking);
    checking = setTimeout(check, 400);
  });
  find?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    check();
  });
  // A save by itself that is on its way, or was never answered, must arrive first, or the two
  // would clash.
  form.addEventListener("submit", (event) => {
    const isOpen = tried.length && !isStopped && !waiting;
    if (isSaving || isOpen) {
      event.preventDefault();
      event.stopPropagation();
      waiting = event.submitter;
      save();
      return;
    }
    isStopped = true;
    tried.push(said());
    keep(said());
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) isStopped = false;
  });
  addEventListener("pagehide", () => save(true));
  addEventListener("online", () => save());

  // A page that was asked for while the last words were being saved may show the text before them.
  const known = recall("sessionStorage");
  const unsent = recall("localStorage");
  if (known !== null) sessionStorage.removeItem(KEY);
  if (known > Number(form.elements.seen.value) && !form.dataset.isUnsaved) location.reload();
  // Words that were never saved come back. Has somebody else saved since, then both are shown.
  else if (unsent && joined(unsent.words) !== joined(said())) {
    const back = JSON.parse(unsent.words);
    if (back.length === fields.length) fields.forEach((one, at) => (one.value = back[at]));
    else fields.at(-1).value = joined(unsent.words);
    form.elements.seen.value = unsent.seen;
    tried = unsent.tried ?? [];
    tell(form.dataset.kept);
    changed();
  } else keep(null);
  if (form.dataset.isUnsaved) changed();
  showButtons();
}

// Where both texts are shown, what is chosen there counts, and nothing comes back.
for (const page of document.querySelectorAll("[data-forget]")) {
  const forget = () => localStorage.removeItem(`unsent ${page.dataset.forget}`);
  page.addEventListener("submit", forget);
  page.querySelectorAll("a").forEach((one) => one.addEventListener("click", forget));
}
