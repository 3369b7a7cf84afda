import { describe, expect, it } from 'vitest';
import { newBss, type Tracked } from '../../../src/validate/session.js';
import { newSession } from '../../../src/validate/session-host.js';
import type { EapolKeyRecord } from '../../../src/validate/wlan/eapol-key-record.js';
import { closeRun, openRun } from '../../../src/validate/wlan/open-runs.js';
import { newRoom } from '../../../src/validate/wlan/room.js';
import { AP, stationOf } from '../peer.js';
import { silentHost } from './host.js';

let frames = 0;

function recordOf(message: EapolKeyRecord['message'], replayCounter = '1'): EapolKeyRecord {
  frames++;
  return {
    frame: frames,
    time: BigInt(frames),
    message,
    replayCounter,
    protected: false,
    mic: message === 'M1' ? 'none' : 'unverified',
    pmk: undefined,
    pmkidOf: undefined,
  };
}

const sessions = (count: number): Tracked[] =>
  Array.from({ length: count }, (_, i) => newSession(newBss(AP), stationOf(i), silentHost()));

/** Takes records into a handshake of a session, which is over with them. */
function add(session: Tracked, records: readonly EapolKeyRecord[], isOver = true): void {
  const run = openRun(session, 'initial', records[0]!);
  for (const record of records) {
    session.eapolKeyFrames.push(record);
    run.records.push(record);
    const message = record.message as 'M1' | 'M2';
    run.frames[message] = [...(run.frames[message] ?? []), record.frame];
  }
  if (isOver) closeRun(session, run, records.at(-1)!);
}

describe('room for EAPOL-Key frames', () => {
  it('is made first by repetitions, then by handshakes that nobody answered', () => {
    const [session] = sessions(1) as [Tracked];
    const room = newRoom([session], { ofSession: 40 });
    const repeated = Array.from({ length: 20 }, (_, i) => recordOf('M1', `${i}`));
    add(session, [...repeated, recordOf('M2', '0')]);
    for (let i = 0; i < 9; i++) add(session, [recordOf('M1')]);
    add(session, [recordOf('M1'), recordOf('M2')]);
    for (let i = 0; i < 8; i++) add(session, [recordOf('M1')]);
    expect(session.eapolKeyFrames).toHaveLength(40);
    room(session);
    expect(session.eapolKeyFrames).toHaveLength(30);
    expect(session.runs).toHaveLength(19);
    const [first] = session.runs;
    const kept = [repeated[0]!, ...repeated.slice(-9)].map(({ frame }) => frame);
    expect(first!.frames.M1).toEqual(kept);
    expect([...first!.counters]).toEqual([0, 11, 12, 13, 14, 15, 16, 17, 18, 19].map(BigInt));
    for (let i = 0; i < 10; i++) add(session, [recordOf('M1')]);
    room(session);
    expect(session.eapolKeyFrames).toHaveLength(30);
    expect(session.runs.filter(({ frames }) => frames.M2 !== undefined)).toHaveLength(2);
    expect(session.forgotten).toEqual({ eapolKeyFrames: 20, handshakes: 9 });
  });

  it('is never made by what is not over', () => {
    const [session] = sessions(1) as [Tracked];
    const room = newRoom([session], { ofSession: 4 });
    for (let i = 0; i < 6; i++) add(session, [recordOf('M1'), recordOf('M2')], false);
    room(session);
    expect(session.eapolKeyFrames).toHaveLength(12);
    expect(session.runs).toHaveLength(6);
  });

  it('is made by the sessions with the most, where all together have too many', () => {
    const all = sessions(12);
    const room = newRoom(all, { ofAll: 1000 });
    const [flooded, small] = all as [Tracked, Tracked];
    for (let i = 0; i < 10; i++) {
      room(small);
      add(small, [recordOf('M1')]);
    }
    for (const session of [flooded, ...all.slice(2)])
      for (let i = 0; i < 500; i++) {
        room(session);
        add(session, [recordOf('M1')]);
        expect(all.reduce((sum, { eapolKeyFrames }) => sum + eapolKeyFrames.length, 0)).toBeLessThanOrEqual(
          1001,
        );
      }
    expect(small.eapolKeyFrames).toHaveLength(10);
    expect(all.at(-1)!.eapolKeyFrames.length).toBeGreaterThan(30);
    for (const session of all) expect(session.runs).toHaveLength(session.eapolKeyFrames.length);
  });
});
