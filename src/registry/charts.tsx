import { useId } from 'preact/hooks';

/** What is counted over time: a name, and a number for each label. */
export interface Series {
  readonly name: string;
  readonly values: readonly number[];
}

const height = 160;
const column = 10;
const between = 8;
/** Room for so many labels: a few are not blown up. */
const fewest = 12;
const scale = 1_000;
/** The three languages group digits alike. */
const number = new Intl.NumberFormat('en');

/**
 * Bars beside their names: a table whose third column is drawn, so that it reads the same without being seen.
 *
 * @param head of the columns of names and numbers
 */
export function Bars({
  title,
  head,
  rows,
}: {
  title: string;
  head: readonly [string, string];
  rows: readonly (readonly [name: string, value: number])[];
}) {
  const most = Math.max(1, ...rows.map(([, value]) => value));
  return (
    <table class="chart bars">
      <caption>{title}</caption>
      <thead class="unseen">
        <tr>
          <th scope="col">{head[0]}</th>
          <th scope="col">{head[1]}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              <svg viewBox={`0 0 ${scale} 12`} preserveAspectRatio="none" aria-hidden="true">
                <rect
                  class="series-0"
                  width={Math.max(value > 0 ? 4 : 0, (scale * value) / most)}
                  height="12"
                />
              </svg>
              <span>{number.format(value)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/**
 * Columns over time, one group a label; the numbers are in a table below, which opens.
 *
 * @param words `numbers`: what opens the table; `label`: the head of its first column
 */
export function Columns({
  title,
  labels,
  series,
  words,
}: {
  title: string;
  labels: readonly string[];
  series: readonly Series[];
  words: { readonly numbers: string; readonly label: string };
}) {
  const id = useId();
  return (
    <figure class="chart columns" aria-labelledby={id}>
      <figcaption id={id}>{title}</figcaption>
      <ul class="legend" aria-hidden="true">
        {series.map(({ name }, i) => (
          <li key={name} class={`series-${i}`}>
            {name}
          </li>
        ))}
      </ul>
      <Drawing labels={labels} series={series} />
      <details>
        <summary>{words.numbers}</summary>
        <Numbers labels={labels} series={series} label={words.label} />
      </details>
    </figure>
  );
}

function Drawing({ labels, series }: { labels: readonly string[]; series: readonly Series[] }) {
  const most = Math.max(1, ...series.flatMap(({ values }) => values));
  const group = series.length * column + between;
  const width = Math.max(labels.length, fewest) * group;
  return (
    <svg class="drawing" viewBox={`0 0 ${width} ${height + 20}`} aria-hidden="true">
      {labels.map((label, i) => (
        <g key={label} transform={`translate(${i * group + between / 2} 0)`}>
          {series.map(({ name, values }, j) => {
            const tall = (height * (values[i] ?? 0)) / most;
            return (
              <rect
                key={name}
                class={`series-${j}`}
                x={j * column}
                y={height - tall}
                width={column - 1}
                height={tall}
              />
            );
          })}
          <text x={(series.length * column) / 2} y={height + 15}>
            {label.slice(-2)}
          </text>
        </g>
      ))}
      <path class="axis" d={`M0 ${height}H${width}`} />
    </svg>
  );
}

function Numbers({
  labels,
  series,
  label: head,
}: {
  labels: readonly string[];
  series: readonly Series[];
  label: string;
}) {
  return (
    <table class="numbers">
      <thead>
        <tr>
          <th scope="col">{head}</th>
          {series.map(({ name }) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {labels.map((label, i) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            {series.map(({ name, values }) => (
              <td key={name}>{number.format(values[i] ?? 0)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
