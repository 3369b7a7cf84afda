import { akmSuite } from '../crypto/akm.js';
import { cipherSuite } from '../crypto/cipher-suite.js';
import type { Finding, Report, SessionReport, Severity } from '../validate/report.js';
import { ladder } from './ladder.js';
import type { LadderOptions } from './ladder-rows.js';
import { printable } from './printable.js';
import { captureOf, frameNumber, notesOf, plural } from './shown.js';

const suites = ({ akm, pairwiseCipher }: SessionReport): string => {
  if (akm === undefined) return '';
  const cipher =
    pairwiseCipher === undefined ? '' : `, ${cipherSuite(pairwiseCipher)?.name ?? pairwiseCipher}`;
  return `  ${akmSuite(akm)?.name ?? 'AKM'} (${akm})${cipher}`;
};

function keysOf({ keys }: SessionReport): string[] {
  const shown = keys.map(({ kind, keyId, frame, hex }) => {
    const capture = captureOf(frame);
    const where = `${frameNumber(frame)}${capture === undefined ? '' : ` in ${capture}`}`;
    const id = keyId === undefined ? '' : ` ${keyId}`;
    return `${kind.toUpperCase()}${id} of frame ${where}${hex === undefined ? '' : `: ${hex}`}`;
  });
  if (shown.length === 0) return [];
  if (keys.every(key => key.hex === undefined)) return [`keys: ${shown.join(', ')}`];
  return shown.map((line, i) => `${i === 0 ? 'keys: ' : '      '}${line}`);
}

function sessionText(session: SessionReport, findings: readonly Finding[], options: LadderOptions): string[] {
  const { ap, station, ssid, protectedFrames, verdict } = session;
  const peers = [ap === undefined ? '' : `AP ${ap}`, station === undefined ? '' : `station ${station}`];
  const who = peers.filter(peer => peer !== '').join('  ') || 'UE without WLAN';
  const { decrypted, undecrypted } = protectedFrames;
  const steps = ladder(session, findings, options);
  return [
    `${who}${ssid === undefined ? '' : `  "${ssid}"`}${suites(session)}`,
    ...[
      verdict,
      ...findings.map(({ severity, rule, message }) => `${severity}: ${message} [${rule}]`),
      ...(steps.length === 0 ? [] : ['', ...steps, '']),
      ...(decrypted + undecrypted === 0
        ? []
        : [`protected data frames: ${decrypted} decrypted, ${undecrypted} not`]),
      ...keysOf(session),
    ].map(line => (line === '' ? '' : `  ${line}`)),
  ].map(printable);
}

/**
 * A report for people: for each session its verdict, what is wrong with it, and a ladder of its messages; then what was
 * not followed, not read or not in order, and which keys fit nothing. What comes from the air is made printable.
 */
export function reportText(report: Report, options: LadderOptions = {}): string {
  const bySession = report.sessions.map((): Finding[] => []);
  for (const finding of report.findings) bySession[finding.session]?.push(finding);
  const parts = report.sessions.map((session, i) =>
    sessionText(session, bySession[i]!, options).join('\n').trimEnd(),
  );
  const count = (severity: Severity): number => report.findings.filter(f => f.severity === severity).length;
  const summary = `${plural(report.packets, 'packet')}, ${plural(report.sessions.length, 'session')}: ${plural(count('error'), 'error')}, ${plural(count('warning'), 'warning')}, ${plural(count('note'), 'note')}`;
  const untracked =
    report.untrackedFrames === 0
      ? []
      : [`${report.untrackedFrames} protected frames of further stations were not followed`];
  const notes = notesOf(report).map(({ text }) => printable(text));
  return [...parts, [...untracked, ...notes, summary].join('\n')].join('\n\n');
}
