// The day of a hearing: acts that wait for the line, and a timer that needs none.
// Everything on the run sheet works without this file, by plain forms.

const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

// Acts are kept under the address of this hearing until the server has answered for each.
// `page` has data-sync, data-token and the words; `hear` is told what the server says stands.
function makeQueue(page, hear) {
  const name = `day ${page.dataset.sync}`;
  const line = page.querySelector("[data-line]");
  let isSending = false;
  const read = () => JSON.parse(localStorage.getItem(name) || "[]");
  const write = (acts) => localStorage.setItem(name, JSON.stringify(acts));
  const say = (words) => {
    if (line.textContent !== words) line.textContent = words;
  };
  const sayKept = (count) => {
    const words = count === 1 ? page.dataset.keptOne : page.dataset.keptMany.replace("{n}", count);
    say(count ? words : line.textContent && page.dataset.sent);
  };

  async function send() {
    if (isSending) return;
    if (!navigator.onLine) return sayKept(read().length);
    const acts = read().slice(0, 500);
    const shown = [...document.querySelectorAll("[data-speaker]")].map((one) => one.dataset.speaker);
    isSending = true;
    try {
      const body = new URLSearchParams({ csrf_token: page.dataset.token, acts: JSON.stringify(acts), shown: shown.join() });
      const answer = await fetch(page.dataset.sync, { method: "POST", body, redirect: "manual" });
      if (!answer.ok || !answer.headers.get("content-type")?.includes("json")) {
        const isBusy = answer.status >= 500 || answer.status === 429;
        return isBusy ? sayKept(read().length) : say(page.dataset.reopen);
      }
      const said = await answer.json();
      const sent = new Set(acts.map((act) => act.key));
      write(read().filter((act) => !sent.has(act.key)));
      hear(said, new Set(read().map((act) => act.speaker)));
      sayKept(read().length);
    } catch {
      sayKept(read().length); // no line: it is tried again
    } finally {
      isSending = false;
    }
    if (read().length && navigator.onLine) setTimeout(send, 1000);
  }

  addEventListener("online", send);
  addEventListener("offline", () => sayKept(read().length));
  document.addEventListener("visibilitychange", () => document.hidden || send());
  setInterval(() => document.hidden || send(), 10_000); // what the other phone did comes this way
  return {
    read,
    send,
    add(act) {
      write([...read(), { ...act, at: Date.now() }]);
      send();
    },
  };
}

// The run sheet
const day = document.getElementById("day");
if (day) {
  const [coming, over] = [document.getElementById("coming"), document.getElementById("over")];
  const undo = day.querySelector("[data-undo]");
  const refused = day.querySelector("[data-refused]");
  const OVER = ["spoke", "forfeited", "out_of_time"];
  const rowOf = (speaker) => day.querySelector(`[data-speaker="${speaker}"]`);
  const wordsOf = (state) => day.getAttribute(`data-is-${state.replaceAll("_", "-")}`) || state;

  const show = (row, state) => {
    if (!row || row.dataset.state === state) return;
    row.dataset.state = state;
    row.querySelector("[data-words]").textContent = wordsOf(state);
    if (OVER.includes(state)) over.append(row);
    else if (row.parentElement === over && row.dataset.at) {
      const later = [...coming.children].find((one) => Number(one.dataset.at) > Number(row.dataset.at));
      coming.insertBefore(row, later ?? null);
    }
    const first = coming.firstElementChild;
    if (first && coming.dataset.open) first.querySelector(".day-more").open = true;
    day.querySelector("[data-nobody]").hidden = Boolean(first);
  };
  const hear = ({ refused: some, state }, waiting) => {
    for (const [speaker, { state: stored }] of Object.entries(state)) {
      if (!waiting.has(Number(speaker))) show(rowOf(speaker), stored);
    }
    for (const { why } of some) {
      const item = document.createElement("li");
      item.textContent = why;
      refused.append(item);
      refused.hidden = false;
    }
  };
  const offerUndo = (act, row, before) => {
    const button = undo.querySelector("button");
    undo.hidden = !act;
    if (!act) return;
    button.value = `undo-${act.speaker}-${act.key}`;
    button.dataset.before = before;
    undo.querySelector("[data-undone]").textContent = `${row.dataset.name}, ${wordsOf(act.act)}`;
  };
  const queue = makeQueue(day, hear);

  const act = (form, button) => {
    const [, deed, speaker, undoes] = button.value.match(/^([a-z_]+)-(\d+)(?:-(.+))?$/);
    const row = rowOf(speaker);
    const said = { key: newKey(), speaker: Number(speaker), act: deed };
    const before = row?.dataset.state;
    if (deed === "undo") {
      said.undoes = undoes;
      show(row, button.dataset.before);
      offerUndo(null);
    } else {
      if (deed === "spoke") said.seconds = Math.min(7200, Math.max(0, Math.round(Number(form.elements.seconds.value)) || 0));
      show(row, deed);
      offerUndo(said, row, before);
    }
    queue.add(said);
    // The button may be gone with its row: the keyboard goes on with who is next.
    if (!button.checkVisibility?.()) coming.querySelector("button")?.focus();
  };
  day.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-acts]") || !event.submitter) return;
    event.preventDefault();
    event.stopPropagation(); // the same form may act again at once
    act(event.target, event.submitter);
  });
  // What was kept before this page was opened holds on screen, too.
  for (const kept of queue.read()) if (kept.act !== "undo") show(rowOf(kept.speaker), kept.act);
  if (queue.read().length) queue.send();
}

// The timer
const timer = document.getElementById("timer");
if (timer) {
  const find = (what) => timer.querySelector(`[data-${what}]`);
  const [digits, words, bar, go, spoke] = ["digits", "phase-words", "bar", "go", "spoke"].map(find);
  const turns = [...timer.querySelectorAll("[data-turns] > li")];
  const queue = makeQueue(timer, () => {});
  const kept = `timer ${timer.dataset.sync}`;
  let at = 0; // which turn
  let passed = 0; // milliseconds before the last start
  let started = null; // { steady, wall } while it runs
  let phase = "";

  // The steady clock stands still while some machines sleep; the wall clock may be set meanwhile.
  const running = () => {
    if (!started) return 0;
    const [steady, wall] = [performance.now() - started.steady, Date.now() - started.wall];
    return wall - steady > 2000 ? wall : steady;
  };
  const elapsed = () => passed + running();
  const total = () => Number(turns[at]?.dataset.seconds || turns.at(-1)?.dataset.seconds || 180);
  const remember = () => sessionStorage.setItem(kept, JSON.stringify({ speaker: turns[at]?.dataset.speaker, passed: elapsed(), wall: started && Date.now() }));

  const phaseOf = (left) => {
    if (left <= 0) return ["over", `■ ${timer.dataset.over}`];
    if (!started) return elapsed() ? ["paused", `❚❚ ${timer.dataset.paused}`] : ["ready", `○ ${timer.dataset.ready}`];
    const mark = [10, 30, 60].find((one) => left <= one && one < total());
    if (mark) return ["last", `▲ ${timer.dataset.left.replace("{n}", mark)}`];
    return ["running", `● ${timer.dataset.running}`];
  };
  const draw = () => {
    const exact = total() - elapsed() / 1000;
    const left = Math.ceil(exact);
    const shown = left >= 0 ? clock(left) : `+${clock(-left)}`;
    if (digits.textContent !== shown) digits.textContent = shown;
    const [name, said] = phaseOf(left);
    timer.dataset.phase = name;
    bar.style.transform = `scaleX(${left > 0 ? exact / total() : 1})`;
    if (words.textContent === said) return;
    words.textContent = said;
    if (started && phase && ["last", "over"].includes(name)) navigator.vibrate?.(name === "over" ? [300, 100, 300] : 200);
    phase = said;
  };
  const name = () => {
    const next = turns[at + 1];
    find("name").textContent = turns[at]?.dataset.name ?? "";
    turns.forEach((turn, number) => (turn.hidden = number !== at + 1));
    timer.querySelector(".timer-turns-title").hidden = !next;
    timer.querySelector(".timer-turns-title").textContent = timer.dataset.next;
    spoke.hidden = !turns[at];
  };
  const toggle = () => {
    if (started) {
      passed = elapsed();
      started = null;
    } else started = { steady: performance.now(), wall: Date.now() };
    go.textContent = started ? timer.dataset.pause : passed ? timer.dataset.goOn : timer.dataset.start;
    remember();
    draw();
  };
  const reset = () => {
    [passed, started, phase] = [0, null, ""];
    go.textContent = timer.dataset.start;
    remember();
    draw();
  };
  const next = () => {
    const speaker = turns[at]?.dataset.speaker;
    if (!speaker) return;
    queue.add({ key: newKey(), speaker: Number(speaker), act: "spoke", seconds: Math.min(7200, Math.round(elapsed() / 1000)) });
    at += 1;
    reset();
    name();
    go.focus();
  };
  const restore = () => {
    const had = JSON.parse(sessionStorage.getItem(kept) || "null");
    if (!had || had.speaker !== turns[at]?.dataset.speaker || !had.passed) return;
    passed = had.passed + (had.wall ? Math.max(0, Date.now() - had.wall) : 0);
    if (had.wall) toggle();
    else go.textContent = timer.dataset.goOn;
  };

  find("controls").hidden = false;
  find("without").hidden = true;
  go.addEventListener("click", toggle);
  digits.addEventListener("click", toggle);
  find("reset").addEventListener("click", reset);
  spoke.addEventListener("click", next);
  const full = find("full");
  full.hidden = !document.fullscreenEnabled;
  full.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : timer.requestFullscreen()));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("button, a, input")) return;
    if (event.key === " ") {
      event.preventDefault();
      toggle();
    } else if (event.key === "r") reset();
  });
  addEventListener("pagehide", remember);
  restore();
  name();
  draw();
  setInterval(draw, 100);
}
