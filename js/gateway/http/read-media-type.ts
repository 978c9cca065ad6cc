/** The media type of a request's body, in lower case and without parameters. */
export function readMediaType(request: Request): string {
  return (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}
