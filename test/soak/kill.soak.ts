import { parseArgs } from 'node:util';
import { killUnderLoad } from '../load/kills.ts';
import { withNewRegistry } from '../load/registries.ts';

const options = { kills: { type: 'string', default: '100' } } as const;

/** Kills a server under load, `--kills N` times on each database. @returns whether nothing was lost */
export async function run(args: string[]): Promise<boolean> {
  const { values } = parseArgs({ args, options });
  let isGood = true;
  for (const kind of ['sqlite', 'postgres'] as const) {
    const survived = await withNewRegistry(kind, (data) =>
      killUnderLoad(data, Number(values.kills), (count) => {
        if (count % 10 === 0) console.log(`… ${kind}: killed ${count} times`);
      }),
    );
    console.log(kind, survived);
    const { lostReports, lostVotes, lostReleases, reportsTwice } = survived;
    isGood &&= [...lostReports, ...lostVotes, ...lostReleases].length + reportsTwice === 0;
  }
  return isGood;
}
