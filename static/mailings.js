// Mailings: the count follows what is ticked, and a report follows what is sent. Without this file
// the buttons Count again and Refresh do the same.

const segment = document.querySelector("form[data-segment]");
if (segment) {
  const box = segment.querySelector(".mailing-count");
  let waiting, asked = 0;
  const fill = (list, words) => list.replaceChildren(...words.map((one) => Object.assign(document.createElement("li"), { textContent: one })));
  const show = async () => {
    const mine = ++asked;
    const wanted = new URLSearchParams(new FormData(segment));
    for (const name of ["csrf_token", "edition"]) wanted.delete(name);
    try {
      const answer = await fetch(`${segment.dataset.segment}?${wanted}`);
      if (!answer.ok || mine !== asked) return;
      const found = await answer.json();
      if (mine !== asked) return;
      box.querySelector("[data-words]").textContent = found.words;
      box.querySelector("[data-described]").textContent = found.described.join("; ");
      fill(box.querySelector("[data-sample]"), found.sample);
      fill(box.querySelector("[data-left-out]"), found.left_out);
      box.classList.remove("is-old");
    } catch {
      // No connection: the old count stays, and looks old.
    }
  };
  segment.addEventListener("change", () => {
    box.classList.add("is-old");
    clearTimeout(waiting);
    waiting = setTimeout(show, 250);
  });
}

const progress = document.querySelector("[data-progress]");
if (progress) {
  const bar = progress.querySelector("progress");
  const state = progress.querySelector("[data-state]");
  const look = async () => {
    try {
      const answer = await fetch(progress.dataset.progress);
      if (!answer.ok) return;
      const found = await answer.json();
      if (found.is_over || found.state !== state.dataset.state) return location.reload();
      progress.querySelector("[data-words]").textContent = found.words;
      bar.value = found.share * bar.max;
      for (const cell of document.querySelectorAll("[data-number]")) cell.textContent = found.numbers[cell.dataset.number];
    } catch {
      // No connection: the next look tells more.
    }
    setTimeout(look, document.hidden ? 10_000 : 2_000);
  };
  setTimeout(look, 2_000);
}
