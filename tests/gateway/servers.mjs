// Starts servers on free local ports, and sends raw bytes to them.
import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";

/** Starts a server on a free port. `origin` is its URL. */
export async function serve(listener) {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Sends raw bytes. Resolves to the whole response once the server has closed the connection. */
export async function sendRaw(port, text) {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.setEncoding("latin1").on("data", (chunk) => (answer += chunk));
  // The server may reset the connection.
  socket.on("error", () => {});
  socket.write(text, "latin1");
  await new Promise((closed) => socket.once("close", closed));
  return answer;
}

/** A request line and headers, with `Connection: close`. */
export const formatRequest = (first, ...headers) =>
  [first, "Host: site.example", "Connection: close", ...headers, "", ""].join("\r\n");
