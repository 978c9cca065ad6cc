// A page as in the guide, with text, objects, a client, and a listener as props.
import { ReRoomCompare, ReRoomStudio } from "reroom/element/react";
import { preset, tools } from "../shared/element.js";

export function App({ client, studio, accepted }) {
  return (
    <main className="page">
      <ReRoomStudio
        ref={studio}
        className="wide"
        lang="en"
        prepare="crop"
        tools={tools}
        preset={preset}
        client={client}
        onreroom-accept={accepted}
      />
      <ReRoomCompare after-src="/room.jpg" alt="A room" width={3} height={2} disclosure="overlay">
        <p>A room</p>
      </ReRoomCompare>
    </main>
  );
}
