import type {
  FeedState,
  Finding,
  FoundAddress,
  Replies,
  SentAddition,
  SentReport,
} from '../../../src/extension/messages.ts';

/** Sample data in the shapes the background answers with. Nothing here names a real site or address. */
export const now = new Date();
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();

export const evm = `eip155:0x${'12ab'.repeat(9)}cdef`;

/** An address as the background finds it; `short` as its chain would shorten it. */
const found = (key: string, chain: string, text: string, short: string): FoundAddress => ({
  ...{ key, chain, text, short },
  finding: null,
});
const bitcoin = 'bc1qsampleaddressofnobodyatall000000000';
const tron = 'TSampleAddressOfNobodyAtAll1111111';
export const cash = 'bitcoincash:qsampleaddressofnobodyatall0000000000000000';

export const feed: FeedState = {
  feed: 'https://feed.example/baize/',
  name: 'Sample Alliance',
  version: 42,
  entries: 351_000,
  signed: minutesAgo(12),
  checked: minutesAgo(3),
  signers: 12,
  threshold: 11,
  stale: false,
  isClockWrong: false,
  source: 'synced',
  error: null,
  ignored: [],
  logged: 1_234,
  evidence: [],
  site: 'alliance.example',
};

export const troubledFeed: FeedState = {
  ...feed,
  feed: 'https://second.example/',
  name: 'Second Sample List',
  signed: minutesAgo(5 * 24 * 60),
  checked: null,
  stale: true,
  source: 'baseline',
  error: { code: 'network', message: 'No answer from https://second.example/metadata/timestamp.json.' },
  ignored: ['co.example', 'shared.example'],
  logged: null,
  evidence: [
    { what: 'fork', found: minutesAgo(60), earlier: 'one\n', later: 'other\n', proof: [] },
    { what: 'rewritten', found: minutesAgo(30), earlier: 'one\n', later: 'two\n', proof: ['AAAA'] },
  ],
};

export const siteFinding: Finding = {
  key: 'scam.example',
  kind: 'fake_platform',
  level: 'stop',
  feed: feed.feed,
  feedName: feed.name,
};

const addressFinding: Finding = { ...siteFinding, key: evm, kind: 'drainer' };

const report = (id: string, subject: string): SentReport['report'] => ({
  id: `sample-report-id-${id}`,
  subject,
  kind: 'fake_platform',
});
const sent = (id: string, state: SentReport['state'], error: string | null = null): SentReport => ({
  report: report(id, `https://${state}.example/some/page`),
  feed: feed.feed,
  created: minutesAgo(90),
  state,
  receipt: state === 'waiting' ? null : `sample-receipt-${id}`,
  reason: state === 'declined' ? 'no_scam' : null,
  error,
  since: state === 'listed' || state === 'declined' ? minutesAgo(30) : null,
  asked: state === 'waiting' ? null : minutesAgo(30),
  ...{ picture: null, additions: [], isNews: false },
});

const added = (id: string, state: SentAddition['state'], error: string | null = null): SentAddition => ({
  ...{ id: `sample-addition-${id}`, note: 'They ask for a second payment now.', state, error },
});

const reports: readonly SentReport[] = [
  sent('0001', 'waiting'),
  { ...sent('0002', 'received'), additions: [added('0000', 'waiting')] },
  { ...sent('0005', 'review'), picture: 'waiting' },
  { ...sent('0003', 'listed'), isNews: true },
  sent('0006', 'declined'),
  sent('0004', 'refused', 'The report names a site that no list may name.'),
];

/** Nobody's; with it goes the identity that opens what was sealed for it. */
export const contactIdentity = 'AGE-SECRET-KEY-1FGNT9F6ANFGT57905MV753DJGXKXCH9R2STLS6WWSDAU9J8VWYCSR5R3U4';
const contactRecipient = 'age1rygzm0scenyu9vw0txvv0cduvuq9634xn9cqg0putut6a7822uzstuun82';
/** A JPEG: grey, getting darker. */
export const samplePicture =
  'data:image/jpeg;base64,/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADb/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4x9lnN+gXz/2wBDARUXFx4aHjshITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHz/wAARCAAeADADASIAAhEBAxEB/8QAFwABAQEBAAAAAAAAAAAAAAAAAAQDBv/EABUQAQEAAAAAAAAAAAAAAAAAAAAS/8QAFgEBAQEAAAAAAAAAAAAAAAAAAAIB/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8A6Gy09ltSostPZYKLLT2WCey2FFKG9lsKKBvZbCigf//Z';

/** A full set of answers; a test replaces what it is about. */
export const replies: { readonly [N in keyof Replies]?: Replies[N] } = {
  'settings.show': { language: 'en' },
  'settings.change': { language: 'zh-TW' },
  'stop.show': {
    url: 'https://login.scam.example/deposit?ref=1',
    host: 'login.scam.example',
    registrable: 'scam.example',
    finding: siteFinding,
    feed,
    isPrivate: false,
  },
  'stop.why': {
    voices: [
      {
        ...{ member: 'Sample Exchange', time: '2026-05-03T08:00:00Z', emergency: false },
        reason: 'Fourteen people could not withdraw. Sample data.',
      },
      { member: 'Sample Bureau', time: '2026-05-04T09:00:00Z', reason: null, emergency: false },
    ],
  },
  'stop.proceed': { url: '/proceeded.html' },
  'tab.show': {
    url: 'https://shop.example/path?private=1#part',
    verdict: 'unlisted',
    finding: null,
    addresses: [
      {
        ...found(evm, 'eip155', `0x${'12AB'.repeat(9)}cDeF`, '0x12AB…cDeF'),
        finding: addressFinding,
      },
      found(`bip122:${bitcoin}`, 'bitcoin', bitcoin, 'bc1qsam…0000'),
      found(`tron:${tron}`, 'tron', tron, 'TSampl…1111'),
      found(`bip122:${cash}`, 'bitcoin-cash', cash, 'qsampl…0000'),
    ],
    cuts: [],
    feeds: [feed],
    canReport: true,
    draft: null,
    contact: { recipient: contactRecipient, name: feed.name },
    hasReportNews: false,
    troubles: [],
    guard: 'there',
  },
  'gate.show': { read: new Date().toISOString(), isAsListed: true, left: 0 },
  'report.preview': {
    to: 'https://registry.example/v1/reports',
    report: { ...report('preview', 'https://shop.example/path'), language: 'en', version: '0.1.0' },
  },
  'report.picture': { picture: samplePicture },
  'report.send': sent('0000', 'received'),
  'report.cancel': { cancelled: true },
  'report.list': reports,
  'report.check': reports,
  'report.seen': null,
  'report.add': { ...reports[1]!, additions: [added('0001', 'received')] },
  'entry.open': null,
  'troubles.show': [],
  'feeds.show': [feed, troubledFeed],
  'feeds.sync': [{ ...feed, version: 43 }],
  'feeds.forget': [feed, { ...troubledFeed, evidence: [] }],
  'copies.show': { count: 3 },
  'copies.add': null,
  'copies.forget': { count: 0 },
  'proceed.list': [{ host: 'xn--fiq228c.example', until: '2026-05-03T08:00:00Z' }],
  'proceed.undo': [],
};
