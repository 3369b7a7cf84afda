import { akmSuite } from '../crypto/akm.js';
import { cipherSuite } from '../crypto/cipher-suite.js';
import type { Finding, FrameRef, Report, SessionReport } from '../validate/report.js';

type Row = readonly string[];

/** Rows of cells in columns as wide as their widest cell; `right` names the columns that are numbers. */
export function columns(rows: readonly Row[], right: readonly number[] = []): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  return rows.map(row =>
    row
      .map((cell, i) => (right.includes(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
}

const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** Names come from the air: only what prints stays as it is. */
const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd');

/** A frame's number; where there are several captures, with the capture. */
const frameName = (frame: FrameRef): string =>
  typeof frame === 'number' ? `${frame}` : `${frame.frame} of ${frame.capture}`;

const suites = ({ akm, pairwiseCipher }: SessionReport): string => {
  if (akm === undefined) return '';
  const cipher =
    pairwiseCipher === undefined ? '' : `, ${cipherSuite(pairwiseCipher)?.name ?? pairwiseCipher}`;
  return `  ${akmSuite(akm)?.name ?? 'AKM'} (${akm})${cipher}`;
};

function session(report: SessionReport, findings: readonly Finding[]): string[] {
  const { ap, station, ssid, eapolKeyFrames, protectedFrames, keys } = report;
  const name = ssid === undefined ? '' : `  "${printable(ssid)}"`;
  const rows: Row[] = eapolKeyFrames.map(f => [
    frameName(f.frame),
    f.message,
    f.replayCounter,
    f.protected ? 'protected' : 'clear',
    f.mic,
    f.pmk ?? '',
  ]);
  const table =
    rows.length === 0
      ? []
      : columns([['frame', 'message', 'counter', 'sent', 'MIC', 'PMK'], ...rows], [0, 2]);
  const { decrypted, undecrypted } = protectedFrames;
  const shown = keys.map(
    key =>
      `${key.kind.toUpperCase()}${key.keyId === undefined ? '' : ` ${key.keyId}`} of frame ${frameName(key.frame)}${key.hex === undefined ? '' : `: ${key.hex}`}`,
  );
  return [
    `AP ${ap}  station ${station}${name}${suites(report)}`,
    ...[
      ...table,
      ...(decrypted + undecrypted === 0
        ? []
        : [`protected data frames: ${decrypted} decrypted, ${undecrypted} not`]),
      ...(shown.length === 0
        ? []
        : [`keys: ${shown.join(shown.some(line => line.includes(':')) ? '\n        ' : ', ')}`]),
      report.verdict,
      ...findings.map(({ severity, rule, message }) => `${severity}: ${message} [${rule}]`),
    ].map(line => `  ${line}`),
  ];
}

/** A report for people: each session with its EAPOL-Key frames, what they came to, and what is wrong. */
export function reportText(report: Report): string {
  const parts = report.sessions.map((s, i) =>
    session(
      s,
      report.findings.filter(f => f.session === i),
    ).join('\n'),
  );
  const count = (severity: Finding['severity']): number =>
    report.findings.filter(f => f.severity === severity).length;
  const summary = `${plural(report.packets, 'packet')}, ${plural(report.sessions.length, 'session')}: ${plural(count('error'), 'error')}, ${plural(count('warning'), 'warning')}, ${plural(count('note'), 'note')}`;
  const untracked =
    report.untrackedFrames === 0
      ? []
      : [`${report.untrackedFrames} protected frames of further stations were not followed`];
  return [...parts, [...untracked, summary].join('\n')].join('\n\n');
}
