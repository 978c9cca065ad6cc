import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Starts a server. Resolves to its address, or rejects if the port is in use. */
export async function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, host, resolve);
  }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new Error(`Port ${port} is already in use. Stop the other program, or choose another port.`, {
      cause: error,
    });
  });
  return server.address() as AddressInfo;
}
