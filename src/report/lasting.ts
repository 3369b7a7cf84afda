import type { Report, SessionReport } from '../validate/report.js';
import { baseName, type ReportContext } from './shown.js';

/** Whether an address is of a device, and not made up, as for one association (IEEE 802-2014, 8.4.4: the U/L bit). */
const isUniversal = (mac: string): boolean => (Number.parseInt(mac.slice(0, 2), 16) & 2) === 0;

const lasting = (mac: string | undefined): string | undefined =>
  mac !== undefined && isUniversal(mac) ? mac : undefined;

/** What tells a session, and is the same when a test runs again: made-up addresses are not. */
export function lastingIdentity({ capture, ap, station, ssid }: SessionReport, captures: readonly string[]) {
  const path = capture ?? (captures.length === 1 ? captures[0] : undefined);
  const name = path === undefined || path === '-' ? undefined : baseName(path);
  return { ap: lasting(ap), station: lasting(station), ssid, capture: name };
}

/**
 * For each finding a text that is the same when a test runs again, with other frame numbers: the rule, what lasts of the session (its
 * capture without folders, SSID, addresses that are not made up), and its number among the findings that agree in these.
 */
export function lastingIds(
  { sessions, findings }: Report,
  { captures }: Pick<ReportContext, 'captures'>,
): readonly string[] {
  const numbers = new Map<string, number>();
  return findings.map(({ rule, session }) => {
    const of = sessions[session];
    const { capture, ssid, ap, station } = of === undefined ? {} : lastingIdentity(of, captures);
    const parts = [rule, capture ?? null, ssid ?? null, ap ?? null, station ?? null];
    const alike = JSON.stringify(parts);
    const number = (numbers.get(alike) ?? 0) + 1;
    numbers.set(alike, number);
    return JSON.stringify([...parts, number]);
  });
}
