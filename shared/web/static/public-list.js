// The public list for a city's own site: reads the data and writes it into elements of the page.
// No style, no cookie, no other address; without it the link inside the element remains.
"use strict";

(() => {
  const KIND = { mail: "E-Mail", phone: "Telefon", postal: "Anschrift" };
  const DAY = {
    monday: "Montag",
    tuesday: "Dienstag",
    wednesday: "Mittwoch",
    thursday: "Donnerstag",
    friday: "Freitag",
    saturday: "Samstag",
  };
  const MOST_PAGES = 10;
  const base = new URL("/directory/api/v1/public/municipalities/", document.currentScript.src);

  const read = async (address) => {
    const answer = await fetch(new URL(address, base), { credentials: "omit", cache: "no-cache" });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  };

  const peopleOf = async ({ knotenpunkt, schule }) => {
    const here = encodeURIComponent(knotenpunkt);
    if (schule) return (await read(`${here}/schools/${encodeURIComponent(schule)}`)).workers;
    const found = [];
    let next = `${here}/people`;
    for (let page = 0; next && page < MOST_PAGES; page += 1) {
      const { items, next: further } = await read(next);
      found.push(...items);
      next = further;
    }
    return found;
  };

  const made = (name, text, part) => {
    const element = document.createElement(name);
    element.className = `schulsozialarbeit-${part}`;
    element.textContent = text;
    return element;
  };

  const reached = ({ kind, value }) => {
    const line = made("div", `${KIND[kind] ?? kind}: `, "kontakt");
    if (kind !== "mail" && kind !== "phone") {
      line.append(value);
      return line;
    }
    const link = made("a", value, "link");
    link.href = kind === "mail" ? `mailto:${value}` : `tel:${value.replace(/[^+\d]/g, "")}`;
    line.append(link);
    return line;
  };

  const hour = (each, schools) => {
    const place = each.place && `, ${each.place}`;
    const [, school] = schools.find(([number]) => number === each.school_number) ?? [];
    const where = schools.length > 1 && school ? ` (${school})` : "";
    const day = DAY[each.weekday] ?? each.weekday;
    const [begins, ends] = [each.begins, each.ends].map((time) => time.replace(/^0/, ""));
    return made("div", `${day} ${begins} bis ${ends} Uhr${place}${where}`, "zeit");
  };

  const entry = (person, schule) => {
    const item = made("li", "", "person");
    const wanted = ({ school_number: number }) => number && (!schule || number === schule);
    const schools = person.functions.filter(wanted).map((each) => [each.school_number, each.place]);
    const hours = person.office_hours.filter(wanted);
    const said = person.functions.map(({ word, place }) => [word, place].filter(Boolean).join(", "));
    const work = said.join("; ");
    item.append(made("strong", person.name, "name"));
    if (work && !schule) item.append(made("div", work, "funktion"));
    item.append(...person.reached.map(reached), ...hours.map((each) => hour(each, schools)));
    if (person.hours) item.append(made("div", `Sprechzeiten: ${person.hours}`, "zeit"));
    if (person.languages) item.append(made("div", `Sprachen: ${person.languages}`, "sprachen"));
    return item;
  };

  const fill = async (element) => {
    const people = await peopleOf(element.dataset);
    if (!people.length) return;
    const list = made("ul", "", "liste");
    list.append(...people.map((each) => entry(each, element.dataset.schule)));
    element.prepend(list);
  };

  const fillAll = () => {
    for (const each of document.querySelectorAll("[data-knotenpunkt]")) {
      fill(each).catch(() => {});
    }
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", fillAll);
  else fillAll();
})();
