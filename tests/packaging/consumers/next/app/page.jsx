"use client";

import { useEffect } from "react";
import { stage } from "../../shared/stage.js";

export default function Page() {
  useEffect(() => {
    globalThis.outcome ??= stage(location.origin);
  }, []);
  return <p>A site that uses reroom</p>;
}
