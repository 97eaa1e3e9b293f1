// An enhancement: everything works without it. It renews a page when files arrive, and takes files that are dropped on it.
const renew = async () => {
  if (document.activeElement?.matches("input, select, textarea")) return;
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
  const old = document.querySelector("main");
  if (fresh && old && fresh.innerHTML !== old.innerHTML) old.replaceChildren(...fresh.childNodes);
  takeDrops();
};

const takeDrops = () => {
  const place = document.querySelector(".drop");
  const input = place?.querySelector("input[type=file]");
  if (!place || !input || place.dataset.ready) return;
  place.dataset.ready = "yes";
  const hover = (on) => (event) => {
    event.preventDefault();
    place.classList.toggle("over", on);
  };
  place.addEventListener("dragover", hover(true));
  place.addEventListener("dragleave", hover(false));
  place.addEventListener("drop", (event) => {
    hover(false)(event);
    input.files = event.dataTransfer.files;
    place.querySelector("button")?.focus();
  });
};

takeDrops();
const live = document.querySelector("[data-live]");
if (live) new EventSource(live.dataset.live).addEventListener("changed", renew);
