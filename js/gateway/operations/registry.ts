// Counters, histograms and gauges in Prometheus' text format, version 0.0.4.

export type Labels = Record<string, string | number>;

/** Adds to one of a metric's values. */
export type Add = (labels: Labels, value?: number) => void;

/** A gauge's values at the time of a scrape. */
export type ReadGauge = () => Promise<[Labels, number][]> | [Labels, number][];

export interface Registry {
  counter(name: string, help: string): Add;
  /** `buckets` are upper bounds, in ascending order. `value` is an observation. */
  histogram(name: string, help: string, buckets: number[]): Add;
  /** A gauge without values is left out. */
  gauge(name: string, help: string, read: ReadGauge): void;
  format(): Promise<string>;
}

type Format = () => Promise<string[]> | string[];

export function createRegistry(): Registry {
  const metrics: { name: string; type: string; help: string; format: Format }[] = [];
  return {
    counter(name, help) {
      const values = new Map<string, { labels: Labels; value: number }>();
      const format: Format = () => [...values.values()].map(({ labels, value }) => formatLine(name, labels, value));
      metrics.push({ name, type: "counter", help, format });
      return (labels, value = 1) => {
        const entry = findOrAdd(values, labels, { labels, value: 0 });
        entry.value += value;
      };
    },
    histogram(name, help, buckets) {
      const values = new Map<string, Observations>();
      const format: Format = () => [...values.values()].flatMap((entry) => formatHistogram(name, buckets, entry));
      metrics.push({ name, type: "histogram", help, format });
      return (labels, value = 0) => {
        const entry = findOrAdd(values, labels, { labels, counts: buckets.map(() => 0), count: 0, sum: 0 });
        entry.counts = entry.counts.map((count, index) => (value <= (buckets[index] ?? 0) ? count + 1 : count));
        entry.count++;
        entry.sum += value;
      };
    },
    gauge(name, help, read) {
      const format: Format = async () => (await read()).map(([labels, value]) => formatLine(name, labels, value));
      metrics.push({ name, type: "gauge", help, format });
    },
    async format() {
      const blocks = await Promise.all(
        metrics.map(async ({ name, type, help, format }) => {
          const lines = await format();
          return lines.length === 0 ? [] : [`# HELP ${name} ${escapeHelp(help)}`, `# TYPE ${name} ${type}`, ...lines];
        }),
      );
      return blocks.flat().join("\n") + "\n";
    },
  };
}

interface Observations {
  labels: Labels;
  /** Per bucket, including all smaller ones. */
  counts: number[];
  count: number;
  sum: number;
}

function findOrAdd<T>(values: Map<string, T>, labels: Labels, initial: T): T {
  const key = JSON.stringify(labels);
  const existing = values.get(key);
  if (existing) return existing;
  values.set(key, initial);
  return initial;
}

function formatHistogram(name: string, buckets: number[], { labels, counts, count, sum }: Observations): string[] {
  return [
    ...counts.map((value, index) => formatLine(`${name}_bucket`, { ...labels, le: buckets[index] ?? 0 }, value)),
    formatLine(`${name}_bucket`, { ...labels, le: "+Inf" }, count),
    formatLine(`${name}_sum`, labels, sum),
    formatLine(`${name}_count`, labels, count),
  ];
}

function formatLine(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(String(text))}"`);
  return `${name}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${formatNumber(value)}`;
}

function formatNumber(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
}

const escapeHelp = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
const escapeLabel = (text: string): string => escapeHelp(text).replaceAll('"', '\\"');
