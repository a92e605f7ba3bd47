// Review: words that are selected in the text fill the passage in; keys lead on. All of it works without.
{
  const text = document.querySelector("[data-passages]");
  const form = document.querySelector("form[data-comment]");
  const hint = document.querySelector("[data-needs-selection]");
  if (hint) hint.hidden = false;

  // The letters of a part of the text, without the numbers of comments.
  const said = (range) => {
    const part = range.cloneContents();
    for (const one of part.querySelectorAll(".review-ref")) one.remove();
    return part.textContent;
  };

  const fill = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.commonAncestorContainer)) return;
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEnd(range.startContainer, range.startOffset);
    form.elements.passage.value = said(range).replace(/\s+/g, " ").trim();
    form.elements.near.value = said(before).length;
  };
  if (text && form) {
    document.addEventListener("selectionchange", fill);
    form.elements.passage.addEventListener("input", () => (form.elements.near.value = 0));
  }

  // c goes to the comment, n to the next draft that waits; whoever switched keys off has none.
  const isTyping = (one) => one.matches("input:not([type=checkbox]), select, textarea");
  document.addEventListener("keydown", (event) => {
    const isChord = event.ctrlKey || event.metaKey || event.altKey;
    if (isChord || localStorage.getItem("keys-off") || isTyping(event.target)) return;
    if (!document.body.classList.contains("desk")) return;
    if (event.key === "c" && form) {
      event.preventDefault();
      form.elements.text.focus();
    }
    if (event.key === "n") document.querySelector("[data-next]")?.click();
  });
}
