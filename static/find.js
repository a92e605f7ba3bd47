// Find my ward: the browser may fill in where it is. Everything else works without this file.

const row = document.querySelector(".locate");
const button = row?.querySelector("[data-locate]");
if (button && navigator.geolocation) {
  const words = row.querySelector("[role=status]");
  const form = button.form;
  row.hidden = false;
  button.addEventListener("click", () => {
    words.textContent = "";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.latitude.value = coords.latitude.toFixed(6);
        form.elements.longitude.value = coords.longitude.toFixed(6);
        form.elements.accuracy.value = Math.round(coords.accuracy);
        form.requestSubmit(form.querySelector("button[type=submit]"));
      },
      () => (words.textContent = button.dataset.failed),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  });
}
