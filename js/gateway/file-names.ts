// Binds uploaded photos to users: a user gets the name of an upload with a signature, and can use no other name.
import type { Caller } from "./caller.js";
import { HttpError } from "./http/http-error.js";
import type { SignedValues } from "./signed-values.js";
import type { UpstreamResponse } from "./upstream/send.js";

/** Signs the file name in the response to an upload. */
export async function signFileName(
  response: UpstreamResponse,
  fileNames: SignedValues,
  { user }: Caller,
): Promise<UpstreamResponse> {
  const { body } = response;
  const fileName = body?.["fileName"];
  if (typeof fileName !== "string") return response;
  return { ...response, body: { ...body, fileName: await fileNames.sign(fileName, user) } };
}

/** Replaces the file name in the parameters of an order with the service's. Rejects a name that is not the user's. */
export async function verifyFileName(
  params: Record<string, unknown>,
  fileNames: SignedValues,
  { user }: Caller,
): Promise<void> {
  const { file_name: signed } = params;
  if (!Object.hasOwn(params, "file_name") || signed === null) return;
  // The service might convert another type to a name.
  if (typeof signed !== "string") throw new HttpError(400, "Invalid filename");
  const fileName = await fileNames.verify(signed, user);
  if (fileName === undefined) throw new HttpError(404, "Photo not found. Upload it again.");
  params["file_name"] = fileName;
}
