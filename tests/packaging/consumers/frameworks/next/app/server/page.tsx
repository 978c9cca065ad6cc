// A server component that stages a photo during rendering.
import { readFile } from "node:fs/promises";
import { connection } from "next/server";
import { stageOnServer } from "@/lib/stage-on-server";

export default async function Page() {
  await connection();
  const photo = await readFile("public/room.jpg");
  return <img src={await stageOnServer(new Blob([photo]))} alt="The staged room" />;
}
