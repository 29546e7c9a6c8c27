// The interactive description of the API, where its library has been fetched; the table below it needs no script.
"use strict";

const box = document.getElementById("try-api");

if (box && window.SwaggerUIBundle) {
  window.SwaggerUIBundle({
    url: box.dataset.description,
    domNode: box,
    presets: [window.SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    validatorUrl: null,
    persistAuthorization: false,
    defaultModelsExpandDepth: -1,
    docExpansion: "none",
    deepLinking: false,
  });
}
