import { describe, expect, it } from 'vitest';
import { commentsOf, eventsOf, LINKTYPE, only } from '../events.js';
import { faults, frameOf, type Played, play, secondsOf } from '../play.js';

/** The UE's only measure. */
const measureOf = ({ measures }: Played) => measures.ues[0]!;

const STIMULUS = 1.149;

describe('a UE that loses the WLAN for good', () => {
  const signalling = (played: Played): readonly string[] =>
    only(eventsOf(played, STIMULUS), 'handover', 'reconf', 'WT', 'fail', 'success', 'deauth');

  it('under the wrong key reports it, and LWA ends without that the UE is told of the new one', () => {
    const played = play('rekey-option-1-mic', {
      rrcAfterWtMs: 60_000,
      durationMs: 90_000,
      dataIntervalMs: 50,
    });
    const events = signalling(played);
    expect(events.slice(0, 6)).toEqual([
      ...['handover', 'WTModificationRequest', 'WTModificationRequestAcknowledge'],
      ...['deauthentication 15', 'deauthentication 15', 'deauthentication 15'],
    ]);
    // After the re-key three handshakes under the old key were in vain.
    expect(events.slice(6, 8)).toEqual(['deauthentication 15', 'failureWlanUnavailable']);
    expect([...events.slice(8)].sort()).toEqual(['WTReleaseRequest', 'reconfiguration, LWA release']);
    expect(commentsOf(played)).toContain('the WLAN lets the UE have no key');
    expect(commentsOf(played)).toContain('the UE reports failureWlanUnavailable: the eNB releases LWA');
    expect(new Set(faults(played))).toEqual(new Set(['stale-pmk', 's-kwt-one-sided', 'lwa-failed']));
    expect(measureOf(played).outcome).toBe('released');
  });
});

describe('a UE that goes out of reach', () => {
  it.each([{}, { dataIntervalMs: 0 }])(
    'reports it after three scans in vain, with %o, and LWA ends',
    overrides => {
      const played = play('out-of-reach', overrides);
      const events = only(eventsOf(played, STIMULUS), 'fail', 'reconf', 'WT', 'deauth', 'complete');
      expect(events[0]).toBe('failureWlanRadioLink');
      expect([...events.slice(1)].sort()).toEqual([
        ...['WTReleaseRequest', 'complete', 'deauthentication 2', 'reconfiguration, LWA release'],
      ]);
      const away = played.packets.filter(
        p => p.linkType === LINKTYPE.wlan && secondsOf(p) > STIMULUS && secondsOf(p) < 12.2,
      );
      expect(away.map(frameOf).filter(({ kind }) => kind === 'ack')).toEqual([]);
      expect(away.map(frameOf).filter(({ kind }) => kind === 'probe-request')).toHaveLength(3);
      expect(measureOf(played)).toMatchObject({ outcome: 'released', associations: 1 });
      expect(faults(played)).toEqual(['lwa-failed']);
    },
  );

  it('is taken from the BSS that it is in', () => {
    const played = play('out-of-reach', { ues: 3, uesPerBss: 1, dataIntervalMs: 0 });
    expect(played.measures.ues.map(({ outcome }) => outcome)).toEqual(Array(3).fill('released'));
  });

  it('takes none of the others with it', () => {
    const played = play('out-of-reach', { ues: 2, ueSpacingMs: 8000, durationMs: 7000, dataIntervalMs: 50 });
    const [first, second] = played.measures.ues;
    // The second is there for as long as the first is away.
    expect(first!.outcome).toBe('released');
    expect(second).toMatchObject({ associations: 1 });
    expect(second!.uplink.received).toBeGreaterThan(10);
    expect(faults(played)).toEqual(['lwa-failed']);
  });
});
