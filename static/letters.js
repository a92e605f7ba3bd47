// Writing a letter: the letter and a coach beside it while one types, facts by a button. Without
// this file the button “Look at it first” does the same.

const form = document.getElementById("letter");

if (form) {
  const fields = [...form.querySelectorAll("[data-text]")];
  const parts = [...document.querySelectorAll("[data-part]")];
  let last = fields[0]; // the field that a fact goes into
  let checks = 0;
  let checking;

  // What the server says of the text takes the place of what it said before.
  async function check() {
    const number = ++checks;
    try {
      const answer = await fetch(form.dataset.check, { method: "POST", body: new FormData(form) });
      if (!answer.ok || number !== checks) return;
      const found = await answer.json();
      if (number !== checks) return;
      for (const box of parts) if (found[box.dataset.part] !== box.innerHTML) box.innerHTML = found[box.dataset.part];
      showButtons();
    } catch {
      // No connection: what stands there stays until the next key.
    }
  }

  function showButtons() {
    for (const one of document.querySelectorAll("[data-insert]")) one.hidden = false;
  }

  function later() {
    clearTimeout(checking);
    checking = setTimeout(check, 600);
  }

  function insert(mark) {
    const [start, end, text] = [last.selectionStart, last.selectionEnd, last.value];
    const before = start && !/\s/.test(text[start - 1]) ? " " : "";
    const after = /^\S/.test(text.slice(end)) ? " " : "";
    last.setRangeText(before + mark + after, start, end, "end");
    last.focus();
    later();
  }

  for (const one of fields) one.addEventListener("focus", () => (last = one));
  form.addEventListener("input", later);
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-insert]")?.dataset.insert;
    if (mark) insert(mark);
  });
  showButtons();
}
