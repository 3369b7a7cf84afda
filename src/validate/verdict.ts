import { listed } from './rule.js';
import type { Run, Session } from './session.js';

/** The frames of each message come in order, so that first and last are among their ends. */
const firstFrame = (run: Run): number => Math.min(...Object.values(run.frames).map(frames => frames[0]!));
const lastFrame = (run: Run): number => Math.max(...Object.values(run.frames).map(frames => frames.at(-1)!));

const names: Readonly<Record<Run['kind'], string>> = {
  initial: '4-way handshake',
  're-key': 're-key',
  group: 'group key handshake',
  ft: 'fast BSS transition',
};

const span = (run: Run): string => {
  const [first, last] = [firstFrame(run), lastFrame(run)];
  return `${names[run.kind]} ${first === last ? first : `${first}–${last}`}`;
};

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
  const bad = failed.length === 0 ? '' : `not complete: ${listed(failed.map(failure))}`;
  const text = [good, bad, wrong === 0 ? '' : `${wrong} wrong MICs`].filter(part => part !== '').join('; ');
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

function failure(run: Run): string {
  const end = run.ending;
  const why = run.ptk === undefined ? '' : ` (station on ${run.ptk.pmk.name})`;
  return `${span(run)}${why}${end === undefined ? '' : `, ended by the ${end.by === 'ap' ? 'AP' : 'station'} in frame ${end.frame} with reason ${end.reason}`}`;
}
