// Starts what a page asks for with data-module: `modules` by name. Every page works without it.
export function start(modules) {
  for (const element of document.querySelectorAll("[data-module]")) {
    const Module = modules[element.dataset.module];
    if (Module) new Module(element).connect();
  }
}
