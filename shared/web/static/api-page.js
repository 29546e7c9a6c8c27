// The interactive description of the API, once somebody asks for it; the table below needs no script.
"use strict";

function showDescription(box) {
  window.SwaggerUIBundle({
    url: box.dataset.description,
    domNode: box,
    presets: [window.SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    validatorUrl: null,
    defaultModelsExpandDepth: -1,
    docExpansion: "list",
  });
}

function fetchLibrary(box) {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = box.dataset.style;
  const script = document.createElement("script");
  script.src = box.dataset.script;
  script.addEventListener("load", () => showDescription(box));
  document.head.append(style, script);
}

const box = document.getElementById("try-api");
const button = document.getElementById("try-api-open");

if (box && button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.hidden = true;
    box.tabIndex = -1;
    box.focus();
    fetchLibrary(box);
  });
}
