import { createApp } from '../../../src/registry/app.ts';
import { newAlliance } from '../members.ts';
import { cheapWork } from '../reporters.ts';
import { newDeskKey, Visitor } from './visitor.ts';

/** An alliance with every role: a coordinator and a reviewer of "ant", a reviewer of "bee", an observer. */
export async function desk(behindProxy = false) {
  const watching = newDeskKey();
  const alliance = await newAlliance({
    members: [{ id: 'ant', reviewers: 2, coordinator: true }, { id: 'bee' }],
    observers: [{ key: watching.public, label: 'Sample Times' }],
  });
  const { registry, members } = alliance;
  const app = createApp(registry, { behindProxy, work: cheapWork });
  const [ant, bee] = members;
  return {
    ...{ alliance, registry, members },
    ask: app.request,
    visitor: () => new Visitor(app.request),
    keys: { coordinator: ant!.votes[0]!, reviewer: ant!.votes[1]!, other: bee!.votes[0]!, watching },
  };
}
