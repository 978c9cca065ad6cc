import { ReRoom } from "reroom";
import type { ReRoomStudio } from "reroom/element";
import { ReRoomCompare, ReRoomStudio as Component, type ReRoomStudioElement } from "reroom/element/react";

const client = new ReRoom({ baseUrl: "/reroom" });
export const Studio = () => (
  <reroom-studio
    client={client}
    base-url="/reroom"
    tools="edit upscale"
    preset={{ edit: { action: "remove" } }}
    prepare="pad"
    market="us-ca"
    hide-forbidden
    lang="de"
    className="wide"
    ref={(studio: ReRoomStudio | null) => void studio?.open()}
    onreroom-complete={({ detail }) => {
      console.log(detail.after);
    }}
  />
);
// @ts-expect-error unknown tool
export const wrong = <reroom-studio tools={["paint"]} />;
export const compare = (
  <reroom-compare before-src="a.jpg" after-src="b.jpg" disclosure="overlay" original-href="a.jpg" />
);

const opened = (studio: ReRoomStudioElement | null) => void studio?.open();
export const component = (
  <Component
    ref={opened}
    className="wide"
    baseUrl="/reroom"
    tools={["edit", "upscale"]}
    preset='{ "edit": { "action": "remove" } }'
    prepare={{ fit: "pad" }}
    market={["us-ca", "us-nar"]}
    hideForbidden
    client={client}
    onreroom-confirm={(event) => {
      event.preventDefault();
    }}
    onreroom-complete={({ detail }) => {
      console.log(detail.after);
    }}
  />
);
// @ts-expect-error unknown tool
export const wrongComponent = <Component tools={["paint"]} />;
export const compared = <ReRoomCompare beforeSrc="a.jpg" after-src="b.jpg" width={3} height={2} />;

// Props that a page may not have, as in `<Studio market={settings.market} />`.
const absent: undefined = undefined;
export const without = (
  <Component user={absent} market={absent} tools={absent} preset={absent} client={absent} onreroom-complete={absent} />
);
export const comparedWithout = <ReRoomCompare beforeSrc="a.jpg" market={absent} renders={absent} width={absent} />;
