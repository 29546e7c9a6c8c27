// A part of a page that is kept up to date by server-sent events; the markup says what it says.
"use strict";

const RECONNECT_MILLISECONDS = 5000;
const ANNOUNCE_MILLISECONDS = 5000;

class Live {
  constructor(box) {
    this.box = box;
    this.list = this.part("list");
    this.waiting = [];
    this.missed = 0;
    this.unannounced = 0;
    this.paused = false;
    this.part("pause")?.addEventListener("click", () => this.toggle());
    this.part("pause")?.removeAttribute("hidden");
    window.addEventListener("pagehide", () => this.source.close());
    window.addEventListener("pageshow", (event) => event.persisted && this.connect());
    setInterval(() => this.announce(), ANNOUNCE_MILLISECONDS);
    this.connect();
  }

  part(name) {
    return this.box.querySelector(`[data-live-${name}]`);
  }

  say(name, text) {
    const part = this.part(name);
    if (part && part.textContent !== text) part.textContent = text;
  }

  counted(number) {
    const { liveOne, liveMany } = this.box.dataset;
    return number === 1 ? liveOne : liveMany.replace("{n}", number.toLocaleString("de-DE"));
  }

  connect() {
    const address = new URL(this.box.dataset.live, location.href);
    if (this.last) address.searchParams.set("after", this.last);
    this.source = new EventSource(address);
    this.source.onopen = () => this.connected(true);
    this.source.onerror = () => this.lost();
    this.source.onmessage = (message) => this.receive(message);
  }

  lost() {
    this.connected(false);
    if (this.source.readyState === EventSource.CLOSED) {
      setTimeout(() => this.connect(), RECONNECT_MILLISECONDS);
    }
  }

  connected(yes) {
    this.online = yes;
    this.box.classList.toggle("kp-live--on", yes);
    this.show();
  }

  receive(message) {
    this.last = message.lastEventId;
    this.missed += 1;
    this.unannounced += 1;
    this.waiting.push(message.data);
    if (this.waiting.length > Number(this.box.dataset.liveMost)) this.waiting.shift();
    if (this.list && !this.paused) this.insert();
    this.show();
  }

  insert() {
    for (const html of this.waiting) {
      const template = document.createElement("template");
      template.innerHTML = html;
      const item = template.content.firstElementChild;
      if (!item || document.getElementById(item.id)) continue;
      item.classList.add("kp-live__new");
      this.list.prepend(item);
    }
    this.waiting = [];
    this.missed = 0;
    this.part("empty")?.remove();
    this.trim();
  }

  trim() {
    while (this.list.children.length > Number(this.box.dataset.liveMost)) {
      const last = this.list.lastElementChild;
      if (last.contains(document.activeElement)) return;
      last.remove();
    }
  }

  toggle() {
    this.paused = !this.paused;
    if (!this.paused) this.insert();
    this.show();
  }

  show() {
    const { liveOn, liveOff, livePaused, liveResume } = this.box.dataset;
    const label = this.part("pause")?.firstElementChild;
    if (label) {
      this.pauseLabel ??= label.textContent;
      label.textContent = this.paused ? liveResume : this.pauseLabel;
    }
    const held = this.missed ? `${livePaused}: ${this.counted(this.missed)}` : livePaused;
    const present = this.online ? liveOn : liveOff;
    this.say("state", this.paused && this.online ? held : present);
    this.box.classList.toggle("kp-live--paused", this.paused);
    if (!this.list && this.missed) {
      this.say("count", this.counted(this.missed));
      this.box.removeAttribute("hidden");
    }
  }

  announce() {
    if (!this.unannounced) return;
    this.say("summary", this.counted(this.unannounced));
    this.unannounced = 0;
  }
}

for (const box of document.querySelectorAll("[data-live]")) new Live(box);
