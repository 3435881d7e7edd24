// <nn-map>, after the list of chapters: where the reader stands, and where to go on. Needs chapters.js.
const COUNTED = [["guesses", "guess", "guesses"], ["beliefs", "belief", "beliefs"], ["exercises", "exercise", "exercises"]];

const total = (chapter, what) => COUNTED.reduce((sum, [kind]) => sum + chapter[kind][what], 0);

function standing(chapter) {
  const done = total(chapter, "done");
  if (!done) return "new";
  return done < total(chapter, "total") ? "begun" : "done";
}

function inWords(chapter) {
  const parts = COUNTED.filter(([kind]) => chapter[kind].total).map(([kind, one, many]) => {
    const { done, total } = chapter[kind];
    return `${done ? `${done} of ` : ""}${total} ${total === 1 ? one : many}`;
  });
  return [`${chapter.minutes} minutes`, ...parts].join(" · ");
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
      stop.querySelector(".nn-counts").textContent = inWords(chapter);
    }
    // The first that is begun and not done; else the first after the last that is done.
    const last = chapters.findLastIndex(({ stands }) => stands !== "new");
    const next = chapters.find(({ stands }) => stands === "begun") ?? chapters[last + 1] ?? chapters.at(-1);
    const link = way.querySelector(".nn-go a");
    link.href = `${next.name}.html`;
    link.textContent = `${last < 0 ? "Begin" : "Go on"}: ${next.title}`;
  }
}
customElements.define("nn-map", CourseMap);
