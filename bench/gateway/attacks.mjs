// The attacks of the tests, as figures.
import {
  countServedOrders,
  expensiveBodies,
  measureDelay,
  measureOrdersUnderWay,
  measureTinyChunks,
} from "../../tests/gateway/attacks/attacks.mjs";
import { sendOrder, startTarget } from "../../tests/gateway/attacks/target.mjs";
import { variants } from "../../tests/gateway/attacks/variants.mjs";

const PATIENCE_MS = 5000;

/** Attacks the package in a folder. Each attack gets a new process. */
export async function measureAttacks(folder) {
  const delays = [];
  for (const [name, create] of Object.entries(expensiveBodies)) {
    console.log(`bench: a body of 20 MB, ${name}`);
    const delay = await attack(folder, (target) => measureDelay(target, create()));
    delays.push({ name, delay });
  }
  console.log("bench: memory for bodies");
  return {
    delays,
    tinyChunks: await attack(folder, measureTinyChunks),
    served: await attack(folder, countServedOrders),
    underWay: await attack(folder, measureOrdersUnderWay),
    survived: await countSurvived(folder),
  };
}

async function attack(folder, run) {
  const target = await startTarget(folder);
  try {
    return await run(target);
  } finally {
    target.stop();
  }
}

/** How many kinds of a failing service, `authorize`, `onEvent` or store the process survives and responds to. */
async function countSurvived(folder) {
  const kinds = Object.keys(variants).filter((name) => /^(?:response|authorize|event|store)-/.test(name));
  let survived = 0;
  for (const kind of kinds)
    await attack(folder, async (target) => {
      await within(sendOrder(target, kind));
      const { status } = await within(sendOrder(target, "plain"));
      if (status === 200) survived++;
    });
  return { survived, of: kinds.length };
}

const within = (response) =>
  Promise.race([response, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, { status: 0 }))]);
