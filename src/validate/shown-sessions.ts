import type { Finding } from './report.js';
import type { Tracked } from './session.js';
import { addressesOf } from './session-report.js';

/**
 * What is told of the sessions that became ones to report. One that turned out to be of another one, as that of a link of the same
 * MLDs, is told with it.
 * @returns the sessions, and the findings with the place of theirs among them
 */
export function shownSessions(
  reported: readonly Tracked[],
  findings: readonly Finding[],
): { readonly sessions: readonly Tracked[]; readonly findings: readonly Finding[] } {
  const sessions = reported.filter(({ absorbedBy }) => absorbedBy === undefined);
  if (sessions.length === reported.length) return { sessions, findings: [...findings] };
  const places = new Map(sessions.map((session, place) => [session, place]));
  const placeOf = (number: number): number => {
    let session = reported[number]!;
    while (session.absorbedBy !== undefined) session = session.absorbedBy;
    return places.get(session)!;
  };
  return {
    sessions,
    findings: findings.map(finding => ({ ...finding, session: placeOf(finding.session) })),
  };
}

/** The addresses of the APs of which no SSID is known, though the MIC of a handshake with them was not found right. */
export const apsWithoutSsid = (sessions: readonly Tracked[]): readonly string[] => {
  const isOpen = ({ bss, eapolKeyFrames }: Tracked): boolean =>
    bss.ssid === undefined && eapolKeyFrames.some(({ mic }) => mic === 'unverified' || mic === 'invalid');
  return [...new Set(sessions.filter(isOpen).map(session => addressesOf(session).ap ?? ''))];
};
