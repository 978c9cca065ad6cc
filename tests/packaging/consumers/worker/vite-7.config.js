// By default, Vite 5 to 7 build each worker as a single file and reject every `import()` in it.
export default { worker: { format: "es" } };
