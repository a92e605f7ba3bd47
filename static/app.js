// Progressive enhancement only: every page works without this file.

// A second click must not send the form twice. It wakes again after a while, because a download
// leaves the page standing, and when the Back button brings the page back.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter || form.querySelector("button[data-sending]");
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  setTimeout(() => wake(form), 8000);
  if (!button?.dataset.sending) return;
  button.dataset.words = button.innerHTML;
  button.textContent = button.dataset.sending;
  button.setAttribute("aria-disabled", "true");
});
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(wake);
});
function wake(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button[data-words]")) {
    button.innerHTML = button.dataset.words;
    delete button.dataset.words;
    button.removeAttribute("aria-disabled");
  }
}

// The list of what is wrong comes first, also in browsers that heed autofocus only on fields.
if (!("autofocus" in HTMLElement.prototype)) document.getElementById("error-summary")?.focus();

// Copy buttons appear only where copying works.
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) break;
  const words = button.querySelector("span");
  const label = words.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    words.textContent = button.dataset.copied;
    setTimeout(() => (words.textContent = label), 3000);
  });
}

// The shown count follows count.json, every 5 s while somebody looks.
for (const box of document.querySelectorAll("[data-count-url]")) {
  setInterval(async () => {
    if (document.hidden) return;
    try {
      const { signatures } = await (await fetch(box.dataset.countUrl)).json();
      const shown = box.querySelector("[data-count]");
      shown.textContent = signatures.toLocaleString(box.dataset.locale);
      const bar = box.querySelector("progress");
      if (bar) bar.value = signatures;
    } catch {
      // Offline or restarting: the last number stays until the next try.
    }
  }, 5000);
}
