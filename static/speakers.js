// Pages about speakers: what makes them quicker. All of it works without.

// One box ticks all that are shown.
for (const form of document.querySelectorAll("form[data-ticking]")) {
  const line = form.querySelector("[data-all]");
  if (!line) continue;
  const all = line.querySelector("input");
  const boxes = [...form.querySelectorAll("[data-step]")];
  line.hidden = false;
  const follow = () => {
    const ticked = boxes.filter((one) => one.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.addEventListener("change", () => boxes.forEach((one) => (one.checked = all.checked)));
  form.addEventListener("change", follow);
  follow();
}

// How long the body still calls back. The sentence beside it is right without.
for (const shown of document.querySelectorAll("[data-until]")) {
  const end = Date.parse(shown.dataset.until);
  const say = () => {
    const left = Math.floor((end - Date.now()) / 1000);
    const parts = [left / 3600, (left / 60) % 60, left % 60].map((one) => String(Math.floor(one)).padStart(2, "0"));
    shown.textContent = left > 0 ? shown.dataset.words.replace("{time}", parts.join(":")) : shown.dataset.over;
  };
  say();
  setInterval(say, 1000);
}
