// Hearings: how long a window is still open, and times where the reader is. Without this file the
// pages say the same in the body's own time.

const lang = document.documentElement.lang;
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

// “2 days, 3 hours”: the two largest units, so that the last hour shows its seconds.
function inWords(seconds) {
  const parts = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(seconds / size);
    seconds -= count * size;
    if (count || parts.length) parts.push([unit, count]);
    if (parts.length === 2) break;
  }
  return parts
    .map(([unit, count]) => new Intl.NumberFormat(lang, { style: "unit", unit, unitDisplay: "long" }).format(count))
    .join(", ");
}

// The server's clock decides; a page that passes a moment is fetched anew.
let isReloading = false;
function reloadSoon() {
  if (isReloading || document.querySelector("form[method=post]")) return;
  isReloading = true;
  setTimeout(() => location.reload(), 3000 + Math.random() * 5000);
}

const ends = [...document.querySelectorAll("[data-until]")];
const starts = [...document.querySelectorAll("[data-opens]")].filter((one) => new Date(one.dataset.opens) > new Date());
function tick() {
  for (const one of ends) {
    const left = Math.floor((new Date(one.dataset.until) - new Date()) / 1000);
    one.hidden = left <= 0;
    if (left > 0) one.textContent = one.dataset.left.replace("{}", inWords(left));
    else if (left > -60) reloadSoon();
  }
  if (starts.some((one) => new Date(one.dataset.opens) <= new Date())) reloadSoon();
}
if (ends.length || starts.length) {
  tick();
  setInterval(tick, 1000);
}

// The same moment where the reader is, if clocks there show another time.
const clock = (zone, moment) =>
  new Intl.DateTimeFormat(lang, { timeZone: zone, weekday: "short", hour: "numeric", minute: "2-digit" }).format(moment);
for (const one of document.querySelectorAll("time[data-zone]")) {
  const moment = new Date(one.dateTime);
  const mine = clock(here, moment);
  if (!here || mine === clock(one.dataset.zone, moment)) continue;
  const note = document.createElement("span");
  note.className = "own-time";
  note.textContent = ` = ${mine}, ${here.replace(/^.*\//, "").replaceAll("_", " ")}`;
  one.after(note);
}
