import type { Report } from './report.js';

/**
 * Reports on captures that were validated each by itself, with its name as {@link ValidateOptions.capture}, as one. Times are
 * from the first packet of each capture. Keys are unmatched that fit nothing in any of them.
 */
export function joinReports(reports: readonly Report[]): Report {
  const sum = (of: (report: Report) => number): number => reports.reduce((all, one) => all + of(one), 0);
  let sessions = 0;
  const findings = reports.flatMap(report => {
    const before = sessions;
    sessions += report.sessions.length;
    return report.findings.map(finding => ({ ...finding, session: finding.session + before }));
  });
  const [first, ...others] = reports;
  return {
    packets: sum(({ packets }) => packets),
    unreadPackets: reports.flatMap(({ unreadPackets }) => unreadPackets),
    unorderedPackets: reports.flatMap(({ unorderedPackets }) => unorderedPackets),
    damagedPackets: reports.flatMap(({ damagedPackets }) => damagedPackets),
    unreadableHeaders: reports.flatMap(({ unreadableHeaders }) => unreadableHeaders),
    unchecked: reports.flatMap(({ unchecked }) => unchecked),
    unrelatedCaptures: [],
    unmatchedKeys: (first?.unmatchedKeys ?? []).flatMap(one => {
      const same = others.map(({ unmatchedKeys }) =>
        unmatchedKeys.find(({ source }) => source === one.source),
      );
      if (same.includes(undefined)) return [];
      const all = [one, ...same];
      const aps = new Set(all.flatMap(other => other?.apsWithoutSsid ?? []));
      return [
        {
          source: one.source,
          keys: one.keys,
          // What one capture could try, it tried.
          ...(all.every(other => other?.untried === true) ? { untried: true as const } : {}),
          ...(aps.size === 0 ? {} : { apsWithoutSsid: [...aps] }),
        },
      ];
    }),
    untrackedFrames: sum(({ untrackedFrames }) => untrackedFrames),
    sessions: reports.flatMap(({ sessions }) => sessions),
    findings,
  };
}
