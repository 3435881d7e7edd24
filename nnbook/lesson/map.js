// <nn-map>, after the list of chapters: where the reader stands, and where to go on. Needs chapters.js.
const total = ({ guesses, beliefs, exercises }, what) => guesses[what] + beliefs[what] + exercises[what];

function standing(chapter) {
  const done = total(chapter, "done");
  if (!done) return "new";
  return done < total(chapter, "total") ? "begun" : "done";
}

// "2 of 9 exercises", "4 guesses", or nothing where there is none.
function counted({ done, total }, one, many) {
  return total ? `${done ? `${done} of ` : ""}${total} ${total === 1 ? one : many}` : "";
}

class CourseMap extends HTMLElement {
  connectedCallback() {
    this.end = store.on(() => this.update());
    this.update();
  }

  disconnectedCallback() {
    this.end();
  }

  update() {
    const way = this.previousElementSibling;
    const chapters = store.progress().map((chapter) => ({ ...chapter, stands: standing(chapter) }));
    for (const chapter of chapters) {
      const stop = way.querySelector(`[data-page="${chapter.name}"]`);
      stop.dataset.standing = chapter.stands;
      const { minutes, guesses, beliefs, exercises } = chapter;
      const link = stop.querySelector(".nn-exercises"); // none where a chapter has them on another page
      const parts = [`${minutes} minutes`, counted(guesses, "guess", "guesses"), counted(beliefs, "belief", "beliefs"), ""];
      stop.querySelector(".nn-counts").textContent = parts.filter((part, i) => part || (link && i === 3)).join(" · ");
      if (link) link.textContent = counted(exercises, "exercise", "exercises");
    }
    // The first that is begun and not done; else the first after the last that is done.
    const last = chapters.findLastIndex(({ stands }) => stands !== "new");
    const next = chapters.find(({ stands }) => stands === "begun") ?? chapters[last + 1] ?? chapters.at(-1);
    const go = way.querySelector(".nn-go a");
    go.href = `${next.name}.html`;
    go.textContent = `${last < 0 ? "Begin" : "Go on"}: ${next.title}`;
  }
}
customElements.define("nn-map", CourseMap);
