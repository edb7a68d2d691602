const kB = 1_000;
const MB = 1_000 * kB;
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Every bound of the project, with its unit. Sizes in bytes, times in milliseconds. */
export const limits = {
  /** TUF metadata: 20 members × 3 roles × ~200 bytes fit a hundred times over. */
  rootBytes: 512 * kB,
  timestampBytes: 64 * kB,
  snapshotBytes: 512 * kB,
  targetsBytes: 1 * MB,
  /** Roots a client walks in one refresh (specification 5.3.3 asks for some bound). */
  rootsPerRefresh: 256,
  jsonDepth: 32,
  signaturesPerRole: 256,

  /** The list: 1,000,000 entries of 25 bytes, gzip about a fifth. Refused before download beyond that. */
  listBytes: 64 * MB,
  listGzipBytes: 24 * MB,
  /** A delta unpacks to at most this; a larger change is cheaper as the whole list (attacks.md 20). */
  deltaBytes: 8 * MB,
  deltaGzipBytes: 2 * MB,
  allianceBytes: 256 * kB,
  /** A key file: an age file around 64 characters is half a kilobyte. */
  keyFileBytes: 16 * kB,
  /** The fewest characters of a passphrase. scrypt of 2^18 makes each guess cost a second. */
  passphraseLength: 12,
  /** A root ceremony's file: two roots with their signatures and two alliances. */
  proposalBytes: 2 * MB,
  /** How long before a root's expiry people are reminded: a ceremony of twenty takes weeks to arrange. */
  rootReminder: 60 * day,
  whyBytes: 512 * kB,

  keyLength: 1_024,
  hostLength: 253,
  labelLength: 63,
  urlLength: 16_384,

  /** One network answer of the public site or between registries: whole body within this. */
  fetchTimeout: 30_000,
  listFetchTimeout: 150_000,
  /**
   * A browser waits for a file of a feed as long as the first bound, and as a line of so many bytes a second takes for it:
   * a list of a million names over 0.5 Mbit/s arrives after six and a half minutes. No pause may be longer than the last:
   * Chromium itself ends what has no answer after 30 s.
   */
  slowestLine: 50 * kB,
  longestSilence: 25_000,
  /** How often an extension's worker calls the browser while it fetches: Chromium ends it after 30 s without. */
  wakefulness: 20_000,

  pollInterval: 5 * minute,
  /** How much of the poll interval is left to chance, so that browsers do not ask all at once. */
  pollJitter: 1 * minute,
  /** Pause after a failure, and the longest after many in a row, each of which doubles it. */
  firstBackoff: minute / 2,
  longestBackoff: hour,
  /** Bytes of whole lists that a browser fetches of a feed in a day: four lists of a million names, fifty of 351,000. */
  listBytesPerDay: 100 * MB,
  /** The least pause before another look, whatever went wrong: browsers let an alarm ring no sooner. */
  leastPause: minute / 2,

  /** A release that drops or brings more than these shares of the list needs as many signers as root does. */
  shareRemoved: 0.2,
  shareAdded: 0.5,
  /** Below this many entries a list may grow as it likes. */
  growingList: 10_000,

  /** Longest life of each role's metadata, and what a publisher writes. */
  rootExpiry: 365 * day,
  targetsExpiry: 72 * hour,
  snapshotExpiry: 72 * hour,
  timestampExpiry: 24 * hour,
  staleBadge: 72 * hour,
  /** How far behind a clock may be before a role's expiry looks too far away. */
  clockSkew: 24 * hour,
  /** How far a time may lie ahead of this computer's clock before the clock is said to be wrong. */
  clockTolerance: 5 * minute,
  /** How far this computer's clock must be ahead of a host's to be the likely reason why a signature has run out. */
  clockAhead: hour,

  proceed: 24 * hour,

  /** How long the browser may take to open the database: after that the package's list is in force until it has. */
  storeOpening: 10_000,

  /** Names that came or went since the gate's base rule was built: beyond that it is built anew. */
  gateChanges: 2_000,
  /**
   * Listed paths: rules with a pattern, of which browsers allow 1,000; all their rules, of which browsers allow 5,000 with
   * those of the names; and rules that they share. The guard sees to the rest.
   */
  gatePatterns: 900,
  gatePathRules: 4_500,
  gateSharedRules: 50,
  /** How often the browser may refuse rules while it is found out which ones. */
  gateTries: 64,
  /** How long after a worker's start the browser's rules are read back: after the first answers. */
  gateReadPause: 5_000,
  /** Up to so many names the rules are read back whole each time; longer ones no more often than this. */
  gateReadWhole: 20_000,
  gateReadAgain: hour,
  /** Hosts of what was cut out of one page; and first and last pause until its guard hears of it. */
  cutHosts: 50,
  cutPause: 250,
  longestCutPause: 16_000,
  /** Keys shown as never stopped, and addresses remembered of a tab. */
  ignoredShown: 20,
  addressesPerTab: 200,
  /** Reports kept in this browser, the oldest go first. */
  keptReports: 100,
  /**
   * How often a registry is asked what became of a report: after a tenth of the time that has passed since it was made,
   * but not more and not less often than this; what is decided is asked about once a week, nothing after a year.
   */
  reportPause: 5 * minute,
  longestReportPause: day,
  decidedReportPause: 7 * day,
  reportFollowed: 365 * day,
  /** Whoever reports waits so long at most for a proof of work; the browser ends its worker after five minutes. */
  workPatience: 2 * minute,
  /** What a person writes of how they can be reached, in characters, before it is sealed. */
  contactText: 200,
  /** The longer side of a picture of a reported page, in pixels; no side is made shorter than the second to save bytes. */
  reportPictureSide: 1_600,
  leastPictureSide: 320,

  reasonLength: 500,
  /** Of a vote: links to evidence, and the characters of each. */
  evidenceLinks: 10,
  evidenceLength: 1_024,
  /** c2sp.org/tlog-tiles writes an entry's length in 16 bits. */
  leafBytes: 65_535,
  /** A bundle of 256 entries. */
  entriesBytes: 256 * 65_537,
  /** How far a vote's clock may be ahead of the registry's. */
  voteSkew: minute,
  /** Statements that one key may sign within an hour: whoever has more to say sends a batch. */
  votesPerHour: 1_000,
  /** What is asked of co-signers, and what one of them answers. */
  proposedReleaseBytes: 512 * kB,
  cosignatureBytes: 80 * kB,
  /** How old a proposal may be that is signed, and how far a proposer's clock may be ahead. */
  proposalLife: day,
  proposalSkew: 5 * minute,
  /** How far the version of a timestamp may be ahead of that of its release: two a day for a thousand years. */
  timestampLead: 1_000_000,
  /** How old a vote may be when it comes into the log; how long it counts; how long one member alone lists. */
  voteAge: 7 * day,
  voteLife: 180 * day,
  alarmLife: 72 * hour,
  /** A checkpoint with its signatures (c2sp.org/signed-note asks for at least 16): 100 members and the log, twice over. */
  noteBytes: 64 * kB,
  noteSignatures: 256,
  /** How often a browser checks that the log only grew; and how many contradictions it keeps of a feed, the first ones. */
  logCheck: day,
  keptEvidence: 10,
  evidenceBytes: 160 * kB,
  /** How far in the future a cosignature may be, by the clock of whoever reads it. */
  cosignatureSkew: 5 * minute,
  /** A tree that a double can count has at most 53 levels. */
  proofHashes: 53,
  /** A note, 53 hashes, and a leaf in base64. */
  proofBytes: 160 * kB,
  noteLength: 1_000,
  appealLength: 4_000,
  /** How to reach somebody, sealed with age and armored: 200 characters of it take about 700. */
  contactLength: 2_000,
  /** Working days until an appeal is answered first, and until it is decided. */
  appealAnswerDays: 3,
  appealDecisionDays: 10,
  /** Answers that members give to one appeal. */
  answersPerAppeal: 50,
  appealBytes: 32 * kB,
  /** A picture of a reported page. */
  reportPictureBytes: 1 * MB,
  additionsPerReport: 10,
  /** How long a contact is kept after its report or appeal came in. */
  contactLife: 90 * day,
  /** How long a proof of work may take, from when it was asked for. */
  workLife: 10 * minute,
  /** What a report's proof of work takes: so many tries on average, of so many rounds of SHA-256 each. A second on a phone. */
  workTries: 400,
  workCost: 5_000,
  /** The most that a registry may ask of whoever reports. */
  mostWorkTries: 10_000,
  mostWorkCost: 100_000,
  /** A challenge and its solution, as they come back in a header. */
  workHeaderLength: 4_096,
  /** Challenges that one sender is given within an hour: each costs the registry one try. */
  worksPerHour: 100,
  /** How long a challenge to sign in stands; when a session ends that is not used, and when in any case. */
  challengeLife: 2 * minute,
  sessionIdle: 12 * hour,
  sessionLife: 7 * day,
  /** Lines of which one preview of a vote on many keys consists. */
  previewKeys: 5_000,
  previewBytes: 1 * MB,
  reportBytes: 32 * kB,
  reportsPerHour: 20,

  /** Releases back from the newest from which a delta leads to it; older browsers take the whole list. */
  deltaReleases: 30,
  /** Releases whose files stay for browsers and caches that are in the middle of a refresh. */
  keptReleases: 5,

  /** The guard: work in a page comes in slices, after a first burst at most this share of the time. */
  sliceTime: 8,
  burst: 400,
  share: 0.025,
  /** Between two looks at what changed in a page; and between two walks over one that changes faster than is read. */
  walkRest: 250,
  longestWalkRest: 8_000,
  /** Changes of a page that wait to be read: beyond that all of it is read again. */
  changesWaiting: 1_000,
  /** How long a page may take to arrive before what is there is read. */
  arrival: 2_000,
  /** How long it may take to be drawn after that, before it counts as hidden. */
  drawing: 1_000,
  /** How long a picture that was made takes to the screen. */
  presenting: 50,
  /** How long a half-written report is kept, in milliseconds. */
  draft: 7 * 24 * 3_600_000,
  /** How long a page that was opened before the gate stood is not shown while nobody says its verdict. */
  hidden: 10_000,
  /** What changes without a word (values of inputs, late shadow trees) is looked at again: how often, how many of each. */
  quietInterval: 2_000,
  fields: 500,
  hostsWaiting: 500,
  hostLooks: 30,
  /** Shadow trees within shadow trees. */
  shadowDepth: 32,
  /** Longer attributes hold a program's data, not what a person copies. */
  attributeLength: 2_048,
  /** Texts that touch each other may be one address: how many of them, and how many characters. */
  touchingTexts: 128,
  touchingLength: 512,
  /** What is to be shown while the script that shows it is on its way. */
  callsWaiting: 2_000,
  /** Characters scanned at one go: under a millisecond. */
  scanLength: 65_536,
  /** The longest address a page may hold: 106 characters of Monero, and invisible ones between them. */
  addressLength: 256,
  /**
   * Texts a page may have looked up: in one message, in a second, and in all of those that nobody can see; and how many
   * verdicts are remembered. The background reads 50,000 a second.
   */
  textsPerMessage: 2_000,
  textsPerSecond: 10_000,
  /** So many are looked up in half a second: nobody asks which of them stand in the window. */
  textsInAnyOrder: 5_000,
  hiddenTexts: 50_000,
  textsRemembered: 10_000,
  /** Addresses taken from one copy or paste, and those that a frame names to its page. */
  textsPerCopy: 20,
  textsPerFrame: 200,
  /** Frames of a tab whose marks the page's banner counts. */
  framesMarked: 50,
  /** Copied addresses that are remembered, the oldest go first, and for how long after the last copy. */
  copiesKept: 200,
  copyLife: 30 * day,
  /** Look-alikes of copied addresses told of at once: one is a warning, twenty are a page of them. */
  lookalikes: 20,
  /** A paste this long after a copy is held to it: people pay at once, and later copies come from elsewhere. */
  swapTime: 2 * minute,
  /** Characters of a selection or of the clipboard that are looked at: far more than a payment takes. */
  clipboardLength: 65_536,
  /** Codes on a page: their side on the screen in CSS pixels, how far from square, and the fewest modules of a side. */
  codeSide: 60,
  longestCodeSide: 1_000,
  codeSkew: 0.03,
  codeModules: 21,
  /** The longest text that a QR code holds, in bytes (version 40). */
  codeText: 2_953,
  /** Pictures a page may have looked at: one in this time, so often (a canvas is drawn upon later), and in all. */
  pictureRest: 100,
  looksPerPicture: 3,
  picturesPerPage: 2_000,
  /** A picture with a longer side is not unpacked in the page, nor an SVG of more parts: that could be felt. */
  drawnSide: 1_100,
  drawnParts: 10_000,
  /** The side that a code is drawn to be read. */
  readSide: 400,
  /** Captures of the screen: one in this time, shared by all who ask meanwhile; and pictures of a page read so. */
  screenRest: 1_000,
  screenShared: 500,
  screenPictures: 50,
  /** A picture that a person asked about, fetched anew. */
  pictureBytes: 8 * MB,
  /** For how long an asked picture may be fetched. */
  pictureAsked: 10_000,
  /** Places where a text was seen that may wait for its verdict, and places that are marked. */
  placesWaiting: 50_000,
  marks: 1_000,
  /** How often the banner comes back when the page removes it. */
  bannerReturns: 3,
  /** How long a graver callout stands before a milder one may take its place. */
  calloutHold: 5_000,
  /** How long a pointer rests on a mark before it is told why, and how often outlines look where their elements are. */
  pointerRest: 150,
  outlineInterval: 500,
  /** How long the background waits for a page's guard. */
  guardAnswer: 1_000,
  /** When the background does not answer: first and longest pause. */
  retry: 2_000,
  longestRetry: 60_000,
  /** How often hidden marks are looked at again: style sheets show text without a change in the page. */
  hiddenMarksInterval: 1_000,
} as const;
