// The line-up: speakers can be dragged. Buttons and the number field do the same without.
for (const list of document.querySelectorAll(".lineup-order[data-first]")) {
  let lifted = null;
  const rowOf = (target) => target.closest?.("[data-speaker]");
  const clear = () => list.querySelectorAll(".goes-here").forEach((row) => row.classList.remove("goes-here"));

  for (const row of list.children) row.draggable = true;
  list.addEventListener("dragstart", (event) => {
    if (event.target.nodeType !== 1 || !event.target.matches("[data-speaker]")) return;
    lifted = event.target;
    lifted.classList.add("lifted");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", lifted.dataset.speaker);
  });
  list.addEventListener("dragover", (event) => {
    const row = lifted && rowOf(event.target);
    if (!row) return;
    event.preventDefault();
    clear();
    row.classList.add("goes-here");
  });
  list.addEventListener("dragend", () => {
    lifted?.classList.remove("lifted");
    lifted = null;
    clear();
  });
  list.addEventListener("drop", (event) => {
    const row = lifted && rowOf(event.target);
    if (!row || row === lifted) return;
    event.preventDefault();
    const form = lifted.querySelector(".lineup-move");
    form.elements.to.value = Number(list.dataset.first) + [...list.children].indexOf(row) + 1;
    form.requestSubmit(form.querySelector(`[value="move-${lifted.dataset.speaker}"]`));
  });
}

// After a move by keyboard the next key goes on in the same direction with the same speaker.
const LAST = "line-up moved";
addEventListener("submit", (event) => sessionStorage.setItem(LAST, event.submitter?.value.split("-")[0] ?? ""));
// Browsers take the focus away when they scroll to the row, so it comes after that.
addEventListener("load", () => {
  if (!location.hash.startsWith("#speaker-")) return;
  const row = document.getElementById(location.hash.slice(1));
  const same = row?.querySelector(`.lineup-move [value^="${sessionStorage.getItem(LAST) || "up"}-"]`);
  setTimeout(() => (same ?? row?.querySelector(".lineup-move button"))?.focus());
});
