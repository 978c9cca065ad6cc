// Validates rules: errors in the data, and warnings if a rule may be outdated.
import { Ajv } from "ajv";
import { readSchema } from "./read.mjs";

const MAX_WORDS = 60;
const DAY = 24 * 60 * 60 * 1000;

const validate = new Ajv({ allErrors: true }).compile(readSchema());

/** The errors in a rule, one sentence each. `markets` has the ids of all markets. */
export function findErrors(rule, markets) {
  if (!validate(rule))
    return validate.errors.map(
      ({ instancePath, message }) => `${rule.id ?? "A rule"}: ${instancePath || "it"} ${message}.`,
    );
  const long = rule.quotes.filter((quote) => quote.split(/\s+/).length > MAX_WORDS);
  const missing = quoteIndexes(rule).filter((index) => rule.quotes[index] === undefined);
  const dates = [rule.read, ...(rule.changesOn ?? []).map(({ date }) => date)].filter(isNoDay);
  return [
    ...long.map((quote) => `${rule.id}: a quote is longer than ${MAX_WORDS} words: "${quote.slice(0, 40)}…".`),
    ...missing.map((index) => `${rule.id}: there is no quote ${index}.`),
    ...dates.map((date) => `${rule.id}: ${date} is not a day.`),
    ...(markets.includes(rule.market) ? [] : [`${rule.id}: there is no market ${rule.market}.`]),
  ];
}

/** Warnings on a day: a rule that was read more than a year ago, and a law that changes within the next 90 days or has changed. */
export function findWarnings(rule, today) {
  const age = (today - Date.parse(rule.read)) / DAY;
  const changes = (rule.changesOn ?? []).filter(
    ({ date }) => Date.parse(date) - today < 90 * DAY && Date.parse(date) > Date.parse(rule.read),
  );
  return [
    ...(age > 365 ? [`${rule.id}: read on ${rule.read}, more than a year ago. Read it again.`] : []),
    ...changes.map(({ date, what }) => `${rule.id}: changes on ${date}: ${what} Read it again after that day.`),
  ];
}

const isNoDay = (date) => new Date(`${date}T00:00:00Z`).toJSON()?.slice(0, 10) !== date;

/** All indexes of quotes in a rule. */
function quoteIndexes({ changes, labels = [], onImage, linkOnImage, original, metadata, misrepresentation }) {
  const parts = [...Object.values(changes), ...labels, onImage, linkOnImage, original, metadata, misrepresentation];
  return parts.flatMap((part) => (part?.quote === undefined ? [] : [part.quote]));
}
