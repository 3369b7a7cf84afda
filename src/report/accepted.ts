import { formatMac, parseMac } from '../codecs/dot11/mac.js';
import { EncodeError } from '../codecs/error.js';
import type { AcceptedFinding, Finding, Report, SessionReport, Severity } from '../validate/report.js';
import { lastingIdentity } from './lasting.js';
import { bySeverity, captureOf, type ReportContext, SEVERITIES } from './shown.js';

/** How grave a finding has to be to fail a run; `never`: none does. */
export type FailOn = Severity | 'never';

type Captures = Pick<ReportContext, 'captures'>;

const isAtMost = (severity: Severity, most: Severity): boolean =>
  SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(most);

/** Whether a finding fails a run: it is at least as grave as `failOn`, an error if that is left out, and is not accepted. */
export const isFailing = ({ severity, accepted }: Finding, failOn: FailOn = 'error'): boolean =>
  accepted === undefined && failOn !== 'never' && isAtMost(failOn, severity);

/** Whether `path` is, or ends with, what `pattern` says: whole parts of a path, in which `*` stands for any characters. */
function isNamed(path: string, pattern: string): boolean {
  const parts = (text: string): string[] => text.split(/[\\/]/);
  const wanted = parts(pattern);
  const given = parts(path).slice(-wanted.length);
  return given.length === wanted.length && given.every((part, i) => isLike(part, wanted[i]!));
}

/** Without a regular expression, which may take for ever on many `*`. */
function isLike(text: string, pattern: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return text === pattern;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const piece of others) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** The captures that a finding is in; of one without frames all that its session may be in. */
function capturesOf({ frames }: Finding, session: SessionReport | undefined, captures: readonly string[]) {
  if (session?.capture !== undefined) return [session.capture];
  const named = frames.map(captureOf).filter(capture => capture !== undefined);
  return named.length > 0 ? named : captures;
}

/** Whether an entry is of a finding, one whose key is among those {@link keysFor} it. */
function isOf(
  entry: AcceptedFinding,
  finding: Finding,
  session: SessionReport | undefined,
  captures: readonly string[],
): boolean {
  const { severity, capture } = entry;
  return (
    (severity === undefined || isAtMost(finding.severity, severity)) &&
    (capture === undefined || capturesOf(finding, session, captures).some(path => isNamed(path, capture)))
  );
}

/** What of a session an entry may name one value of. */
type Named = Pick<AcceptedFinding, 'ap' | 'station' | 'ssid'>;

const keyOf = (rule: string, { ap, station, ssid }: Named): string =>
  JSON.stringify([rule, ap ?? null, station ?? null, ssid ?? null]);

/** The keys that entries for a finding of a session can have: each of the three is that of the session, or left out. */
const keysFor = (rule: string, { ap, station, ssid }: Named): readonly string[] =>
  [{}, { ap }].flatMap(one =>
    [one, { ...one, station }].flatMap(two => [two, { ...two, ssid }].map(named => keyOf(rule, named))),
  );

/** The places of entries in their list, in order, by their keys: no finding is held against all of very many. */
function placesByKey(entries: readonly AcceptedFinding[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [place, entry] of entries.entries()) {
    const key = keyOf(entry.rule, entry);
    const at = places.get(key);
    if (at === undefined) places.set(key, [place]);
    else at.push(place);
  }
  return places;
}

/**
 * The report with each finding marked as `accepted` that an entry is of, and with the entries that are of none as `unusedAccepted`. A
 * finding takes the first entry that is of it and has not yet accepted its `count`: the gravest findings first, those that are as
 * grave in their order. An entry of a capture that was not read is not unused.
 * @param entries as {@link acceptedOfFile} gives them
 */
export function acceptFindings(
  report: Report,
  entries: readonly AcceptedFinding[],
  { captures }: Captures,
): Report {
  const used = new Map<AcceptedFinding, number>();
  const places = placesByKey(entries);
  const accepted = new Map<Finding, NonNullable<Finding['accepted']>>();
  // Else one that fails no run may take what one that does is of.
  for (const finding of bySeverity(report.findings)) {
    const session = report.sessions[finding.session];
    const takes = (place: number): boolean => {
      const one = entries[place]!;
      return (
        (used.get(one) ?? 0) < (one.count ?? Number.POSITIVE_INFINITY) &&
        isOf(one, finding, session, captures)
      );
    };
    const taking = keysFor(finding.rule, session ?? {}).flatMap(key => places.get(key)?.find(takes) ?? []);
    const entry = entries[Math.min(...taking)];
    if (entry === undefined) continue;
    used.set(entry, (used.get(entry) ?? 0) + 1);
    const { reason } = entry;
    accepted.set(finding, reason === undefined ? {} : { reason });
  }
  const findings = report.findings.map(finding => {
    const known = accepted.get(finding);
    return known === undefined ? finding : { ...finding, accepted: known };
  });
  const unusedAccepted = entries.filter(
    entry =>
      !used.has(entry) &&
      (entry.capture === undefined || captures.some(path => isNamed(path, entry.capture!))),
  );
  return { ...report, findings, unusedAccepted };
}

/** What two entries have in common that differ in `count` and `reason` at most. */
const placeOf = ({ rule, severity, ap, station, ssid, capture }: AcceptedFinding): string =>
  JSON.stringify([rule, severity, ap, station, ssid, capture].map(part => part ?? null));

/** The narrower of two entries of a rule comes first: it leaves to the other what only that one is of. */
const narrowerFirst = (a: AcceptedFinding, b: AcceptedFinding): number =>
  Object.keys(b).length - Object.keys(a).length ||
  SEVERITIES.indexOf(b.severity!) - SEVERITIES.indexOf(a.severity!);

const inOrder = (entries: readonly AcceptedFinding[]): readonly AcceptedFinding[] => {
  const rules = [...new Set(entries.map(({ rule }) => rule))];
  return rules.flatMap(rule => entries.filter(entry => entry.rule === rule).sort(narrowerFirst));
};

/**
 * Entries under which no finding of the report fails: those of `accepted` that are not unused, and further ones for the findings that
 * they leave. A further one names what lasts of the session, and how many findings it is of.
 */
export function acceptedOfReport(
  report: Report,
  context: Captures,
  {
    failOn,
    accepted = [],
  }: {
    readonly failOn?: FailOn | undefined;
    readonly accepted?: readonly AcceptedFinding[] | undefined;
  } = {},
): readonly AcceptedFinding[] {
  const { findings, unusedAccepted } = acceptFindings(report, accepted, context);
  const kept = accepted.filter(entry => unusedAccepted?.includes(entry) !== true);
  const further = new Map<string, AcceptedFinding & { readonly count: number }>();
  for (const finding of findings) {
    if (!isFailing(finding, failOn)) continue;
    const { rule, severity } = finding;
    const session = report.sessions[finding.session];
    const identity = session === undefined ? {} : lastingIdentity(session, context.captures);
    const entry = Object.fromEntries(
      Object.entries({ rule, severity, ...identity }).filter(([, value]) => value !== undefined),
    ) as unknown as AcceptedFinding;
    const place = placeOf(entry);
    further.set(place, { ...entry, count: (further.get(place)?.count ?? 0) + 1 });
  }
  const others = new Map(further);
  const counted = kept.map(entry => {
    const more = others.get(placeOf(entry));
    others.delete(placeOf(entry));
    return more === undefined ? entry : { ...entry, count: (entry.count ?? 0) + more.count };
  });
  const all = [...counted, ...inOrder([...others.values()])];
  const isEnough = acceptFindings(report, all, context).findings.every(one => !isFailing(one, failOn));
  // An entry that counts on, and is before narrower ones, may take what these are of.
  return isEnough ? all : [...kept, ...inOrder([...further.values()])];
}

/** A member of an entry: what it has to be, and how it is written. @throws EncodeError */
const MEMBERS: Readonly<Record<keyof AcceptedFinding, (value: unknown, path: string) => string | number>> = {
  rule: textOf,
  severity: (value, path) => {
    const severity = SEVERITIES.find(one => one === value);
    if (severity === undefined) throw new EncodeError(path, `is to be one of ${SEVERITIES.join(', ')}`);
    return severity;
  },
  ap: macOf,
  station: macOf,
  ssid: textOf,
  capture: textOf,
  count: (value, path) => {
    if (!Number.isSafeInteger(value) || (value as number) < 1)
      throw new EncodeError(path, 'is to be a whole number from 1');
    return value as number;
  },
  reason: textOf,
};

function textOf(value: unknown, path: string): string {
  if (typeof value !== 'string') throw new EncodeError(path, 'is to be a text');
  return value;
}

function macOf(value: unknown, path: string): string {
  return formatMac(parseMac(textOf(value, path), path));
}

function entryOf(entry: unknown, path: string): AcceptedFinding {
  if (typeof entry !== 'object' || entry === null) throw new EncodeError(path, 'is to be an object');
  const members = Object.entries(entry).map(([name, value]) => {
    // What is misspelt would otherwise accept more than it says.
    const member = Object.hasOwn(MEMBERS, name) ? MEMBERS[name as keyof AcceptedFinding] : undefined;
    if (member === undefined)
      throw new EncodeError(path, `is to have none but ${Object.keys(MEMBERS).join(', ')}`);
    return [name, member(value, `${path}.${name}`)];
  });
  if (!Object.hasOwn(entry, 'rule')) throw new EncodeError(path, 'is to have a "rule"');
  return Object.fromEntries(members);
}

/**
 * The entries of a file of accepted findings, for {@link acceptFindings}.
 * @param file parsed JSON, `{ "accepted": [{ "rule": "stale-pmk", "ssid": "lab", "reason": "…" }] }`; its schema is in the package
 * @throws EncodeError with the path within the file, as `accepted[0].station`, for what is no such file
 */
export function acceptedOfFile(file: unknown): readonly AcceptedFinding[] {
  const list = typeof file === 'object' && file !== null && 'accepted' in file ? file.accepted : undefined;
  if (!Array.isArray(list)) throw new EncodeError('accepted', 'is to be a list');
  return list.map((entry, i) => entryOf(entry, `accepted[${i}]`));
}
