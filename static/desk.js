// The organizers' pages: what makes them quicker. All of it works without. One block a room.

// The shell: "/" searches, "g" and a letter goes to a place of the menu, "?" lists the keys.
// Whoever dictates or types by mistake switches them off in that list (WCAG 2.2, 2.1.4).
{
  const dialog = document.querySelector("dialog.keys");
  const button = document.querySelector(".keys-button");
  const choice = document.getElementById("keys-on");
  const OFF = "keys-off";
  let afterG = -Infinity; // when g was pressed, in milliseconds

  const isTyping = (one) => one.matches("input, select, textarea, [contenteditable]");
  const act = (event) => {
    if (event.key === "?") return button.click();
    if (event.key === "/") {
      const search = document.getElementById("q") || document.getElementById("search");
      if (!search) return;
      event.preventDefault();
      return search.focus();
    }
    const isAfterG = event.timeStamp - afterG < 1500;
    afterG = event.key === "g" && !isAfterG ? event.timeStamp : -Infinity;
    if (isAfterG) document.querySelector(`.side a[data-key="${CSS.escape(event.key)}"]`)?.click();
  };

  if (dialog) {
    button.hidden = false;
    choice.checked = !localStorage.getItem(OFF);
    button.addEventListener("click", () => dialog.showModal());
    choice.addEventListener("change", () => {
      if (choice.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
    });
    document.addEventListener("keydown", (event) => {
      const isChord = event.ctrlKey || event.metaKey || event.altKey;
      if (isChord || dialog.open || !choice.checked || isTyping(event.target)) return;
      act(event);
    });
  }
}

// Petitions: the preview follows what is typed, and facts go in where the cursor is.
for (const form of document.querySelectorAll("form[data-preview]")) {
  let waiting, asked = 0;
  const show = async () => {
    const mine = ++asked;
    const body = new FormData(form);
    body.set("act", "preview");
    try {
      const answer = await fetch(location.href, { method: "POST", body });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine !== asked) return;
      for (const part of form.querySelectorAll("[data-live]")) {
        const fresh = page.getElementById(part.id);
        if (fresh) part.replaceChildren(...fresh.childNodes);
      }
    } catch {
      // Offline or restarting: the last preview stays until the next letter.
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 700);
  });
  form.querySelector("button[value=preview]").addEventListener("click", (event) => {
    event.preventDefault();
    form.querySelector("details:has(#preview)").open = true;
    show();
  });

  // Where a fact goes: the text one wrote in last. Passing through with Tab changes nothing.
  let text;
  const goes = form.querySelector("[data-goes]");
  const aim = (into) => {
    text = into;
    goes.querySelector("strong").textContent = into.closest("fieldset").querySelector("legend").textContent;
  };
  aim(form.querySelector("textarea[data-facts]"));
  goes.hidden = false;
  for (const kind of ["input", "click"])
    form.addEventListener(kind, ({ target }) => target.matches("textarea[data-facts]") && aim(target));
  for (const button of form.querySelectorAll("button[data-insert]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      text.setRangeText(button.dataset.insert, text.selectionStart, text.selectionEnd, "end");
      text.dispatchEvent(new Event("input", { bubbles: true }));
      text.focus();
    });
  }

  const search = form.querySelector("[data-palette-search]");
  search.hidden = false;
  search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  search.addEventListener("input", (event) => {
    event.stopPropagation();
    const words = event.target.value.toLowerCase().split(/\s+/);
    for (const fact of form.querySelectorAll(".palette > li")) {
      const said = fact.textContent.toLowerCase();
      fact.hidden = !words.every((word) => said.includes(word));
    }
  });
}

// The fact sheet: a figure against its whole, while one types. The server says the same.
for (const row of document.querySelectorAll("[data-share]")) {
  const [figure, unit, whole] = ["figure", "unit", "denominator"].map((id) => row.querySelector(`#${id}`));
  const shown = row.querySelector("output");
  const plain = (text) => (/^\d[\d,]*(\.\d+)?$/.test(text.trim()) ? Number(text.replaceAll(",", "")) : NaN);
  const words = (number, digits) => number.toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits });
  const say = () => {
    const [part, all] = [plain(figure.value), plain(whole.value.split(" ")[0])];
    const isShare = unit.value.trim() === "%";
    const fits = all > 0 && part <= (isShare ? 100 : all) && !/\d/.test(whole.value.replace(/^\S+/, ""));
    const values = isShare
      ? { figure: words(part, 4), whole: words(all, 0), part: words((part * all) / 100, 0) }
      : { figure: words(part, 4), whole: words(all, 0), percent: words((part * 100) / all, 1) };
    const sentence = isShare ? row.dataset.share : row.dataset.count;
    shown.textContent = fits ? sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]) : "";
  };
  for (const field of [figure, unit, whole]) field.addEventListener("input", say);
}

// Integrity and comments: j and k step through a list, x ticks; a page about work going on looks again.
{
  const steps = [...document.querySelectorAll("[data-steps] [data-step]")];
  const hint = document.querySelector("[data-needs-keys]");
  if (hint) hint.hidden = false;
  const isTyping = (one) => one.matches("textarea, select, input:not([type=checkbox])");
  const step = (event) => {
    const at = steps.indexOf(document.activeElement);
    if (event.key === "x" && at >= 0) return document.activeElement.click();
    const next = event.key === "j" ? at + 1 : event.key === "k" ? Math.max(0, at - 1) : -1;
    steps[next]?.focus();
  };
  if (steps.length) {
    document.addEventListener("keydown", (event) => {
      const isChord = event.ctrlKey || event.metaKey || event.altKey;
      if (isChord || localStorage.getItem("keys-off") || isTyping(event.target)) return;
      step(event);
    });
  }
  if (document.querySelector("[data-again]")) setTimeout(() => location.reload(), 3000);
}
