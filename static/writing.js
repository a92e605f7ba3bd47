// Writing a testimony: figures while one types, facts by a button, saving by itself. Without this
// file the buttons Save, Check and Find do the same.

const form = document.getElementById("writing");
const KEY = form && `unsent ${form.dataset.key}`;
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
      else localStorage.setItem(KEY, JSON.stringify({ words, seen: form.elements.seen.value }));
    } catch {
      // A full or forbidden store: the words are still in the page.
    }
  }

  async function save(isLeaving = false) {
    const words = said();
    if (isStopped || isSaving || words === stored || !fields.some((one) => one.value.trim())) return;
    isSaving = true;
    tell(form.dataset.busy);
    keep(words);
    try {
      const answer = await fetch(form.action, { method: "POST", body: data("auto"), keepalive: isLeaving });
      const found = await answer.json();
      tell(found.words);
      if (answer.ok) {
        form.elements.seen.value = found.seen;
        stored = words;
        if (said() === words) keep(null);
      } else if (answer.status === 409) stop(found);
    } catch {
      tell(form.dataset.unsent);
    }
    isSaving = false;
    if (waiting) form.requestSubmit(waiting);
    waiting = null;
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
    saving ??= setTimeout(() => {
      saving = undefined;
      save();
    }, 8000);
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
  // A save by itself that is on its way must arrive first, or the two would clash.
  form.addEventListener("submit", (event) => {
    if (isSaving) {
      event.preventDefault();
      event.stopPropagation();
      waiting = event.submitter;
      return;
    }
    isStopped = true;
    keep(said());
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) isStopped = false;
  });
  addEventListener("pagehide", () => save(true));
  addEventListener("online", () => save());

  // Words that were never saved come back. Is the text another by now, then nothing is saved by
  // itself: the button shows both texts.
  const unsent = JSON.parse(localStorage.getItem(KEY) ?? "null");
  const now = joined(said());
  if (unsent && joined(unsent.words) !== now) {
    const back = JSON.parse(unsent.words);
    if (back.length === fields.length) fields.forEach((one, at) => (one.value = back[at]));
    else fields.at(-1).value = joined(unsent.words);
    isStopped = unsent.seen !== form.elements.seen.value;
    form.elements.seen.value = unsent.seen;
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
