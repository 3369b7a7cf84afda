import { describe, expect, it } from 'vitest';
import { eventsOf } from './events.js';
import { play } from './play.js';

const handshake = ['M1', 'M2', 'M3', 'M4'];

const eapolOf = (name: string): readonly string[] =>
  eventsOf(play(name)).filter(event => /^M|^deauthentication/.test(event));

/** MIC verdicts of the validator on the M2s of a capture. */
const micsOfM2 = (name: string): readonly string[] =>
  play(name).report.sessions.flatMap(session =>
    session.eapolKeyFrames.filter(frame => frame.message === 'M2').map(frame => frame.mic),
  );

describe('attacks', () => {
  it('attack-flipped-mic: the WT pays no regard to the copy', () => {
    expect(eapolOf('attack-flipped-mic')).toEqual(['M1', 'M2', 'M2', 'M3', 'M4']);
    expect(micsOfM2('attack-flipped-mic')).toEqual(['valid', 'invalid']);
  });

  it('attack-forged-m1: the UE follows the forged ANonce and no longer answers M3', () => {
    expect(eapolOf('attack-forged-m1')).toEqual([
      ...['M1', 'M1', 'M2', 'M2', 'M3', 'M3', 'M3', 'M3'],
      'deauthentication 15',
      ...handshake,
    ]);
  });

  it('attack-wrong-pmk: no M3 ever', () => {
    expect(eapolOf('attack-wrong-pmk')).toEqual([
      ...['M1', 'M2', 'M1', 'M2', 'M1', 'M2', 'M1', 'M2'],
      'deauthentication 15',
    ]);
  });
});
