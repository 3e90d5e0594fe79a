// Draws the graphs; a live page asks for a new look again and again.
(() => {
  "use strict";

  // Graphs are drawn one after the other, and a failed one leaves the drawer unusable.
  let drawer = new Viz();
  const draw = async (place) => {
    try {
      const svg = await drawer.renderSVGElement(place.dataset.dot, { engine: place.dataset.engine });
      svg.setAttribute("role", "img");
      svg.setAttribute("aria-label", place.dataset.label);
      // The names of nodes, which browsers would show in place of what the nodes say themselves.
      svg.querySelectorAll("title").forEach((title) => title.remove());
      svg.style.minWidth = `${0.6 * svg.width.baseVal.value}px`;
      place.replaceChildren(svg);
    } catch (error) {
      drawer = new Viz();
      place.textContent = `The graph could not be drawn (${error.message}); it stands below as text.`;
    }
    place.dataset.drawn = "true";
  };

  const drawAll = async (root) => {
    for (const place of root.querySelectorAll(".drawing")) {
      await draw(place);
    }
  };

  // What has not changed is not drawn again; what the reader has opened stays open.
  const keep = (before, after) => {
    const drawn = new Map();
    for (const place of before.querySelectorAll(".drawing[data-drawn]")) {
      drawn.set(place.dataset.dot, place);
    }
    for (const place of after.querySelectorAll(".drawing")) {
      const same = drawn.get(place.dataset.dot);
      if (same) {
        place.replaceWith(same);
      }
    }
    const open = before.querySelectorAll("details");
    after.querySelectorAll("details").forEach((details, i) => {
      details.open = Boolean(open[i] && open[i].open);
    });
  };

  const focusable = (main) => [...main.querySelectorAll(".drawing, summary")];

  const show = async (html) => {
    const main = document.querySelector("main");
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("main");
    const next = document.importNode(fresh, true);
    const focus = focusable(main).indexOf(document.activeElement);
    keep(main, next);
    for (const place of next.querySelectorAll(".drawing:not([data-drawn])")) {
      await draw(place);
    }
    main.replaceWith(next);
    if (focus >= 0) {
      focusable(next)[focus]?.focus({ preventScroll: true });
    }
    const verdict = next.querySelector(".verdict").textContent;
    document.title = `${verdict} – standpipe doctor`;
    // A screen reader is told of a new verdict, and not of each second that passes.
    const told = document.querySelector("#told");
    if (told.textContent !== verdict) {
      told.textContent = verdict;
    }
  };

  const interval = Number(document.body.dataset.intervalMillis);
  const lost = document.querySelector("#lost");
  const watch = async () => {
    // A text that the user is about to copy stays.
    if (!document.hidden && getSelection().isCollapsed) {
      try {
        const answer = await fetch("look", { cache: "no-store" });
        if (!answer.ok) {
          throw new Error(answer.statusText);
        }
        await show(await answer.text());
        lost.hidden = true;
      } catch (error) {
        lost.hidden = false;
      }
    }
    setTimeout(watch, interval);
  };

  drawAll(document).then(() => {
    document.body.dataset.drawn = "true";
    if (interval > 0) {
      setTimeout(watch, interval);
    }
  });
})();
