import { digest } from '../crypto/hash.js';
import type { Finding, FrameRef, Report, SessionReport } from '../validate/report.js';
import { rules as allRules } from '../validate/rules/index.js';
import type { DiagramOptions } from './diagram/ladder.js';
import { SVG_STYLE } from './diagram/style.js';
import { ladderSvg } from './diagram/svg.js';
import { HTML_SCRIPT, HTML_STYLE } from './html-style.js';
import { notesOf, noteText, uncheckedOf } from './notes.js';
import { printable } from './printable.js';
import {
  bySeverity,
  captureOf,
  findingsBySession,
  foundKeyText,
  frameNumber,
  gravity,
  linksText,
  plural,
  type ReportContext,
  type RuleInfo,
  reasonText,
  STANDINGS,
  type Standing,
  severityText,
  standingOf,
  suitesText,
  summaryOf,
  whoIs,
} from './shown.js';
import { VERSION } from './version.js';
import { element, xmlText } from './xml.js';

/** Ladders that are drawn where not all are asked for. */
const MOST_LADDERS = 200;
/** Frames of a finding that are listed. */
const MOST_FRAMES = 12;
/** Sessions up to which all are open, and from which on they can be filtered. */
const FEW_SESSIONS = 3;
const MANY_SESSIONS = 10;

/** Of no use without the script, which shows it. */
const FILTER =
  '<p id="filter" hidden=""><label>Show sessions with ' +
  '<input type="search" placeholder="an address, an SSID, a rule"/></label></p>\n';

const text = (content: string): string => xmlText(printable(content));
const tag = (name: string, content: string, attributes: Readonly<Record<string, string>> = {}): string =>
  `${element(name, attributes, content === '' ? ' ' : content)}\n`;

const SIGNS: Readonly<Record<Standing, string>> = { error: '✕', warning: '▲', note: '●', accepted: '✓' };

const badge = (standing: Standing, said: string): string =>
  element('span', { class: `badge ${standing}` }, `${SIGNS[standing]} ${text(said)}`);

const badgeOf = (finding: Finding): string => badge(standingOf(finding), severityText(finding));

/** A policy that lets the page load nothing, from anywhere, and run its own script alone. */
function policy(): string {
  const octets = digest('sha256', new TextEncoder().encode(HTML_SCRIPT));
  const hash = btoa(String.fromCharCode(...octets));
  return `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}

/** `21, 23 and 40 more`; with several captures `21, 23 of a.pcap; 7 of b.pcap`. */
function framesText(frames: readonly FrameRef[]): string {
  const shown: { readonly capture: string | undefined; readonly numbers: number[] }[] = [];
  for (const ref of frames.slice(0, MOST_FRAMES)) {
    const capture = captureOf(ref);
    const last = shown.at(-1);
    if (last !== undefined && last.capture === capture) last.numbers.push(frameNumber(ref));
    else shown.push({ capture, numbers: [frameNumber(ref)] });
  }
  const parts = shown.map(({ capture, numbers }) => {
    const list = numbers.join(', ');
    return capture === undefined ? list : `${list} of ${capture}`;
  });
  const more = frames.length - MOST_FRAMES;
  return `${parts.join('; ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const findingRow = (finding: Finding): string => {
  const { rule, message, frames, session } = finding;
  return tag(
    'tr',
    [
      element('td', {}, badgeOf(finding)),
      element('td', {}, element('code', {}, text(rule))),
      element('td', {}, text(message)),
      element('td', { class: 'frames' }, text(framesText(frames)) || ' '),
      element('td', {}, element('a', { href: `#session-${session}` }, `${session}`)),
    ].join(''),
  );
};

/** A finding of a session, and why its rule is one. */
function findingItem(finding: Finding, known: RuleInfo | undefined): string {
  const why =
    known === undefined
      ? ''
      : element(
          'details',
          {},
          element('summary', {}, `Why it matters: ${text(finding.rule)}`) +
            element('p', {}, text(known.explanation)) +
            element('p', { class: 'beside' }, text(known.clause)),
        );
  return tag('li', `${badgeOf(finding)} ${text(`${finding.message}${reasonText(finding)}`)}${why}`);
}

function factsOf(session: SessionReport): string {
  const { ap, station, ssid, protectedFrames, protectedManagementFrames, suspension, keys } = session;
  const opened = (what: string, { decrypted, undecrypted }: SessionReport['protectedFrames']): string[] =>
    decrypted + undecrypted === 0 ? [] : [`${what}: ${decrypted} decrypted, ${undecrypted} not`];
  const pmks = new Set(session.eapolKeyFrames.flatMap(({ pmk }) => pmk ?? []));
  const ms = (direction: string, value: number | undefined): string[] =>
    value === undefined ? [] : [`${value} ms ${direction}`];
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['AP', ap],
    ['Station', station],
    ['Links', linksText(session)],
    ['SSID', ssid],
    ['Security', suitesText(session)],
    ['PMK', [...pmks].join(', ')],
    ['Keys', keys.map(({ hex: _, ...key }) => foundKeyText(key)).join(', ')],
    [
      'Protected',
      [...opened('data', protectedFrames), ...opened('management', protectedManagementFrames)].join('; '),
    ],
    [
      'User data paused',
      [...ms('uplink', suspension?.uplinkMs), ...ms('downlink', suspension?.downlinkMs)].join(', '),
    ],
  ];
  const shown = facts.flatMap(([name, value]) =>
    value === undefined || value === ''
      ? []
      : [`${element('dt', {}, text(name))}${element('dd', {}, text(value))}`],
  );
  return tag('dl', shown.join('\n'));
}

const counted = (findings: readonly Finding[]): string =>
  STANDINGS.map(standing => [standing, findings.filter(one => standingOf(one) === standing).length] as const)
    .filter(([, count]) => count > 0)
    .map(([standing, count]) =>
      badge(standing, standing === 'accepted' ? `${count} accepted` : plural(count, standing)),
    )
    .join(' ');

/** What is known of the input as a whole: damage, what was not read, what is not in order. */
function remarks(report: Report, context: ReportContext): string {
  const { captures, damaged = [] } = context;
  const lines = [
    ...damaged.map(({ message }) => message),
    ...uncheckedOf(report, context).map(noteText),
    ...notesOf(report).map(note => note.text),
  ];
  const list = lines.map(line => tag('li', text(line))).join('');
  return `${tag('p', text(captures.join(', ')), { class: 'beside' })}${list === '' ? '' : tag('ul', list, { class: 'remarks' })}`;
}

/**
 * A report as a page of HTML, whole in itself: it loads nothing, and of keys it holds the names alone. What was found is in
 * a table; each session has its facts, what was found in it and why that matters, and its ladder. Those with errors come
 * first; they and those with warnings are open. What comes from the air is made printable and escaped. The page comes in
 * pieces, as it may be long, and after 200 ladders it draws no more, unless `full` asks for all.
 * @param sessions indices into those of the report; all if left out
 */
export function* reportHtml(
  report: Report,
  context: ReportContext,
  { sessions, ...options }: DiagramOptions & { readonly sessions?: readonly number[] | undefined } = {},
): Generator<string> {
  const rules = new Map((context.rules ?? allRules).map(rule => [rule.id, rule]));
  const findings = findingsBySession(report);
  const order = (sessions ?? report.sessions.map((_, i) => i))
    .filter(i => report.sessions[i] !== undefined)
    .map(i => ({ i, grave: gravity(findings[i]!) }))
    .sort((a, b) => a.grave - b.grave || a.i - b.i);
  const title = `lwa-rekey: ${context.captures.join(', ')}`;
  yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8"/>\n';
  yield `<meta http-equiv="Content-Security-Policy" content="${policy()}"/>\n`;
  yield '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n<meta name="color-scheme" content="light dark"/>\n';
  yield `<title>${text(title)}</title>\n<style>${HTML_STYLE}${SVG_STYLE}</style>\n</head>\n<body>\n`;
  yield tag('h1', 'What the captures show');
  yield remarks(report, context);
  yield tag('p', text(summaryOf(report)), { class: 'summary' });

  const own = new Set(order.map(({ i }) => i));
  const told = bySeverity(report.findings.filter(({ session }) => own.has(session)));
  if (told.length > 0) {
    yield tag('h2', 'Findings');
    const head = ['Severity', 'Rule', 'What', 'Frames', 'Session'].map(name => element('th', {}, name));
    yield `<div class="wide"><table>\n<thead><tr>${head.join('')}</tr></thead>\n<tbody>\n`;
    for (const finding of told) yield findingRow(finding);
    yield '</tbody>\n</table></div>\n';
  }

  if (order.length > 0) yield tag('h2', order.length === 1 ? 'Session' : 'Sessions');
  if (order.length > MANY_SESSIONS) yield FILTER;
  for (const [place, { i, grave }] of order.entries()) {
    const session = report.sessions[i]!;
    const open = grave < 2 || order.length <= FEW_SESSIONS;
    const name = [`Session ${i}`, whoIs(session), session.ssid === undefined ? '' : `"${session.ssid}"`];
    yield `<details class="session" id="session-${i}"${open ? ' open=""' : ''}>\n`;
    yield tag('summary', `${text(name.filter(part => part !== '').join(' · '))} ${counted(findings[i]!)}`);
    yield tag('p', text(session.verdict), { class: 'verdict' });
    yield factsOf(session);
    const items = bySeverity(findings[i]!).map(one => findingItem(one, rules.get(one.rule)));
    if (items.length > 0) yield tag('ul', items.join(''), { class: 'findings' });
    if (place < MOST_LADDERS || options.full === true)
      yield `<div class="wide">${ladderSvg(session, findings[i]!, { ...options, isStyled: false })}</div>\n`;
    else yield tag('p', 'The ladder is left out, as there are many.', { class: 'beside' });
    yield '</details>\n';
  }
  yield tag('p', `lwa-rekey ${text(context.version ?? VERSION)}`, { class: 'beside' });
  yield order.length > MANY_SESSIONS ? `<script>${HTML_SCRIPT}</script>\n` : '';
  yield '</body>\n</html>\n';
}

/** How many ladders a page leaves out. */
export const laddersLeftOut = (sessions: number, { full = false }: DiagramOptions): number =>
  full ? 0 : Math.max(0, sessions - MOST_LADDERS);
