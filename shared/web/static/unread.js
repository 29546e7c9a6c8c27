// How much is unread, in the header: kept up to date while the page is in view, by one stream.
// A browser has few connections for a site; a page that nobody looks at gives its own back.
"use strict";

const RETRY_MILLISECONDS = 30000;

class Unread {
  constructor(box) {
    this.box = box;
    document.addEventListener("visibilitychange", () => this.look());
    window.addEventListener("pagehide", () => this.close());
    window.addEventListener("pageshow", (event) => event.persisted && this.look());
    this.look();
  }

  look() {
    if (document.hidden) this.close();
    else if (!this.source) this.open();
  }

  open() {
    clearTimeout(this.later);
    this.source = new EventSource(this.box.dataset.unread);
    this.source.onmessage = ({ data }) => this.show(Number(data));
    this.source.addEventListener("signed-out", () => this.close());
    this.source.onerror = () => {
      if (this.source?.readyState !== EventSource.CLOSED) return;
      this.close();
      this.later = setTimeout(() => this.look(), RETRY_MILLISECONDS);
    };
  }

  close() {
    clearTimeout(this.later);
    this.source?.close();
    this.source = undefined;
  }

  show(number) {
    this.box.querySelector("[data-unread-number]").textContent = number.toLocaleString("de-DE");
    this.box.hidden = number === 0;
  }
}

for (const each of document.querySelectorAll("[data-unread]")) new Unread(each);
