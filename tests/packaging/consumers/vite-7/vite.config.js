export default { optimizeDeps: { exclude: ["reroom"] } };
