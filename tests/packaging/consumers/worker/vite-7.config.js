// Vite 5 to 7 make one file of a worker, unless told otherwise, and then refuse any `import()`.
export default { worker: { format: "es" } };
