// The current day and month in a time zone.

/** A day or a month. */
export interface Period {
  kind: "day" | "month";
  /** Its date, such as `2026-11-28` or `2026-11`. */
  date: string;
  /** When it starts, in milliseconds since 1970. */
  start: number;
  /** When it ends. */
  end: number;
}

/** The day and the month that contain a time. */
export type GetPeriods = (time: number) => Period[];

const HOUR_MS = 3_600_000;

/** Time zones are less than a day away from UTC. */
const MAX_OFFSET_MS = 24 * HOUR_MS;

/** Throws a `RangeError` if the time zone is unknown. */
export function createPeriods(timeZone: string): GetPeriods {
  const getDate = createDateFormat(timeZone);
  let cached: Period[] = [];
  const isCurrent = (time: number) => (period: Period) => time >= period.start && time < period.end;

  return (time) => {
    if (cached.length > 0 && cached.every(isCurrent(time))) return cached;
    const date = getDate(time);
    const month = date.slice(0, 7);
    const [year = 0, monthNumber = 0, day = 0] = date.split("-").map(Number);
    const findStart = (monthIndex: number, dayOfMonth: number): number =>
      findDateStart(getDate, Date.UTC(year, monthIndex, dayOfMonth));
    const index = monthNumber - 1;
    cached = [
      { kind: "day", date, start: findStart(index, day), end: findStart(index, day + 1) },
      { kind: "month", date: month, start: findStart(index, 1), end: findStart(index + 1, 1) },
    ];
    return cached;
  };
}

/** Returns a function that formats a time as an ISO date in the time zone. */
function createDateFormat(timeZone: string): (time: number) => string {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return (time) => {
    const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, value]));
    return `${(parts.get("year") ?? "").padStart(4, "0")}-${parts.get("month")}-${parts.get("day")}`;
  };
}

/**
 * The first millisecond of a date in the time zone. `utcMidnight` is the date's midnight in UTC. A search instead of
 * arithmetic, because some days have 23 or 25 hours, some start at 1:00, and some dates are skipped.
 */
function findDateStart(getDate: (time: number) => string, utcMidnight: number): number {
  const date = new Date(utcMidnight).toISOString().slice(0, 10);
  let before = utcMidnight - MAX_OFFSET_MS;
  let after = utcMidnight + MAX_OFFSET_MS;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (getDate(middle) < date) before = middle;
    else after = middle;
  }
  return after;
}
