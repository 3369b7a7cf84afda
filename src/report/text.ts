import type { Finding, Report, SessionReport } from '../validate/report.js';
import { ladder } from './ladder.js';
import type { LadderOptions } from './ladder-rows.js';
import { notesOf, noteText } from './notes.js';
import { printable } from './printable.js';
import {
  findingsBySession,
  findingText,
  foundKeyText,
  linksText,
  suitesText,
  summaryOf,
  whoIs,
} from './shown.js';

function keysOf({ keys }: SessionReport): string[] {
  const shown = keys.map(foundKeyText);
  if (shown.length === 0) return [];
  if (keys.every(key => key.hex === undefined)) return [`keys: ${shown.join(', ')}`];
  return shown.map((line, i) => `${i === 0 ? 'keys: ' : '      '}${line}`);
}

function sessionText(session: SessionReport, findings: readonly Finding[], options: LadderOptions): string[] {
  const { capture, ssid, protectedFrames, verdict } = session;
  const { decrypted, undecrypted } = protectedFrames;
  const suites = suitesText(session);
  const links = linksText(session);
  const steps = ladder(session, findings, options);
  return [
    ...(capture === undefined ? [] : [capture]),
    `${whoIs(session)}${ssid === undefined ? '' : `  "${ssid}"`}${suites === '' ? '' : `  ${suites}`}`,
    ...[
      verdict,
      ...findings.map(finding => `${findingText(finding)} [${finding.rule}]`),
      ...(steps.length === 0 ? [] : ['', ...steps, '']),
      ...(links === '' ? [] : [`links: ${links}`]),
      ...(decrypted + undecrypted === 0
        ? []
        : [`protected data frames: ${decrypted} decrypted, ${undecrypted} not`]),
      ...keysOf(session),
    ].map(line => (line === '' ? '' : `  ${line}`)),
  ].map(printable);
}

/**
 * A report for people: for each session its verdict, what is wrong with it, and a ladder of its messages; then what was not followed,
 * not read, not in order or damaged, which captures, keys and accepted findings do not fit, and that nothing was checked. What comes
 * from the air is made printable.
 */
export function reportText(report: Report, options: LadderOptions = {}): string {
  const bySession = findingsBySession(report);
  const parts = report.sessions.map((session, i) =>
    sessionText(session, bySession[i]!, options).join('\n').trimEnd(),
  );
  const notes = notesOf(report).map(({ text }) => printable(text));
  const unchecked = report.unchecked.map(({ capture, message }) =>
    printable(noteText({ capture, text: message })),
  );
  return [...parts, [...notes, summaryOf(report), ...unchecked].join('\n')].join('\n\n');
}
