import type { Report } from '../../../src/core/report.ts';
import type { Registry } from '../../../src/registry/registry.ts';
import { publish } from '../../../src/registry/release/publish.ts';
import { fileReport } from '../../../src/registry/store/reports.ts';
import { clearEntry, listEntries } from '../votes.ts';
import { entry } from '../workspace.ts';

let count = 0;

/** A report of its own, with all that text can hold. */
export function report(): Report {
  count += 1;
  return {
    id: `sample-report-${String(count).padStart(8, '0')}`,
    subject: `http://scam${count}.test/`,
    kind: 'phishing',
    note: '骗子 "quoted" \\ \u0000 \u2028 😀',
  };
}

/** Reports, entries that come and go, and a release. */
export async function grow(registry: Registry): Promise<void> {
  count += 1;
  const keys = Array.from({ length: 50 }, (_, index) => `name-${count}-${index}.test`);
  await listEntries(
    registry,
    keys.map((key) => ({ ...entry(key), reason: 'Sample. 样本' })),
  );
  await fileReport(registry.db, report(), new Date());
  await publish(registry);
  await clearEntry(registry, keys[0]!);
}
