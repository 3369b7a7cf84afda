import type { Report } from '../validate/report.js';
import type { ShownReport } from './shown.js';

function partOf(capture: string, report: Report, sessionsBefore: number): ShownReport {
  const at = (frame: number) => ({ capture, frame });
  return {
    packets: report.packets,
    untrackedFrames: report.untrackedFrames,
    sessions: report.sessions.map(session => ({
      capture,
      ...session,
      eapolKeyFrames: session.eapolKeyFrames.map(f => ({ ...f, frame: at(f.frame) })),
      handshakes: session.handshakes.map(h => ({
        ...h,
        frames: Object.fromEntries(Object.entries(h.frames).map(([name, frames]) => [name, frames.map(at)])),
      })),
      keys: session.keys.map(key => ({ ...key, frame: at(key.frame) })),
      verdict: `${capture}: ${session.verdict}`,
    })),
    findings: report.findings.map(finding => ({
      ...finding,
      session: finding.session + sessionsBefore,
      frames: finding.frames.map(at),
      message: `${capture}: ${finding.message}`,
    })),
  };
}

/**
 * One report of the reports on several captures, in their order: each frame number stands with its capture. The
 * report on a single capture stays as it is.
 */
export function reportOfSeveral(
  reports: readonly { readonly capture: string; readonly report: Report }[],
): ShownReport {
  if (reports.length === 1) return reports[0]!.report;
  let before = 0;
  const parts = reports.map(({ capture, report }) => {
    const part = partOf(capture, report, before);
    before += report.sessions.length;
    return part;
  });
  return {
    packets: parts.reduce((sum, part) => sum + part.packets, 0),
    untrackedFrames: parts.reduce((sum, part) => sum + part.untrackedFrames, 0),
    sessions: parts.flatMap(part => part.sessions),
    findings: parts.flatMap(part => part.findings),
  };
}
