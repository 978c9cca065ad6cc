// For `reroom gateway --authorize`: the user is the one that the page names.
export default ({ headers }) => ({ user: headers.get("x-user") ?? "ann" });
