import { listed } from './rule.js';
import type { Ending, Run, Session } from './session.js';

/** The frame in which one side ended the association that was in place at `frame`, if it did so before a new one. */
export function endingAfter(session: Session, frame: number): Ending | undefined {
  const next = session.runs.find(run => run.kind === 'initial' && firstFrame(run) > frame);
  return session.endings.find(
    end => end.frame > frame && (next === undefined || end.frame < firstFrame(next)),
  );
}

const firstFrame = (run: Run): number => Math.min(...Object.values(run.frames).flat());
const lastFrame = (run: Run): number => Math.max(...Object.values(run.frames).flat());

const names: Readonly<Record<Run['kind'], string>> = {
  initial: '4-way handshake',
  're-key': 're-key',
  group: 'group key handshake',
  ft: 'fast BSS transition',
};

const span = (run: Run): string => `${names[run.kind]} ${firstFrame(run)}–${lastFrame(run)}`;

/** The session in one sentence. */
export function verdictOf(session: Session): string {
  const { runs, eapolKeyFrames } = session;
  if (runs.length === 0) return 'No handshake in the capture.';
  const complete = runs.filter(run => run.complete);
  const failed = runs.filter(run => !run.complete);
  const pmks = [...new Set(complete.flatMap(run => (run.ptk === undefined ? [] : [run.ptk.pmk.name])))];
  const under = pmks.length === 0 ? '' : ` under ${listed(pmks)}`;
  const good = complete.length === 0 ? '' : `Complete${under}: ${listed(complete.map(span))}`;
  const wrong = eapolKeyFrames.filter(frame => frame.mic === 'invalid').length;
  const bad = failed.length === 0 ? '' : `not complete: ${listed(failed.map(run => failure(session, run)))}`;
  const text = [good, bad, wrong === 0 ? '' : `${wrong} wrong MICs`].filter(part => part !== '').join('; ');
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

function failure(session: Session, run: Run): string {
  const end = endingAfter(session, lastFrame(run));
  const why = run.ptk === undefined ? '' : ` (station on ${run.ptk.pmk.name})`;
  return `${span(run)}${why}${end === undefined ? '' : `, ended by the ${end.by === 'ap' ? 'AP' : 'station'} in frame ${end.frame} with reason ${end.reason}`}`;
}
