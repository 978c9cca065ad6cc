// For `reroom gateway --authorize`.
export default () => ({ user: "ann" });
