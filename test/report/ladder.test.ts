import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ladder } from '../../src/report/ladder.js';
import type { ReportedSKwt } from '../../src/validate/report.js';
import { finding, lteSession, session } from './example.js';

const key = (frame: number, message: 'M1' | 'M2' | 'M3' | 'M4', replayCounter = '1') => ({
  frame,
  message,
  replayCounter,
  protected: false,
  mic: message === 'M1' ? ('none' as const) : ('valid' as const),
  ...(message === 'M1' ? {} : { pmk: 'PMK1' }),
});

describe('the ladder of a session', () => {
  it('has a row for the packet by which the WT has an S-KWT, where that was sent again', () => {
    const again = { frame: 7, time: '1.05', side: 'wt', state: 'given' } as const;
    const rows = (sKwts: ReportedSKwt[]): string[] => ladder({ ...lteSession, sKwts }, []);
    const row = '1.050000      7  |        |------->|  S-KWT  packet sent again';
    expect(rows([again])).toContain(row);
    expect(rows([{ ...again, frame: 8 }])).toHaveLength(rows([]).length);
  });

  it('puts three links in the order of time, repetitions in one row and findings at their frames', () => {
    const findings = [
      finding({ frames: [13] }),
      finding({ rule: 'packets-lost-on-the-way', severity: 'warning', frames: [13] }),
      finding({ rule: 'undecrypted', severity: 'note', frames: [17, 18] }),
      finding({ rule: 'whole-session', frames: [] }),
    ];
    expect(ladder(lteSession, findings)).toEqual([
      '    time  frame  UE       eNB      WT',
      '0.010000      2  |<-------|        |  RRCConnectionReconfiguration  wtCounter 1  MAC-I valid',
      '0.025000      3  |------->|        |  RRCConnectionReconfigurationComplete',
      '0.030000      4  |---------------->|  association-request',
      '1.000000      8  |        |------->|  WTModificationRequest  WT Security Key',
      '1.010000      9  |        |<-------|  WTModificationRequestAcknowledge',
      '1.100000     10  |<----------------|  M1 ×3  counter 1 to 3  clear  to frame 12',
      '3.200000     13  |---------------->|  M2     counter 3  clear  MIC invalid  <- error mic-wrong, warning',
      '                 |        |        |  packets-lost-on-the-way',
      '4.000000     16  |        |        |  packets missing  xw',
      '             17  |        |        |  <- note undecrypted',
      '5.100000     20  |<----------------|  deauthentication  reason 15',
    ]);
  });

  it('shows station and AP where there is WLAN only, and no times where there are none', () => {
    const one = session({
      eapolKeyFrames: [
        { ...key(19, 'M1'), pmkidOf: 'PMK1' },
        key(21, 'M2'),
        key(23, 'M3', '2'),
        { ...key(25, 'M4', '2'), protected: true },
      ],
    });
    expect(ladder(one, [])).toEqual([
      'frame  station  AP',
      '   19  |<-------|  M1  counter 1  clear      PMKID of PMK1',
      '   21  |------->|  M2  counter 1  clear      MIC valid under PMK1',
      '   23  |<-------|  M3  counter 2  clear      MIC valid under PMK1',
      '   25  |------->|  M4  counter 2  protected  MIC valid under PMK1',
    ]);
  });

  it('shows the reassociation of a fast BSS transition once, whoever lists it', () => {
    const handshakes = [
      {
        kind: 'ft' as const,
        complete: true,
        frames: { 'reassociation-request': [5], 'reassociation-response': [7] },
      },
    ];
    const alone = ladder(session({ handshakes }), []);
    expect(alone.slice(1)).toEqual([
      '    5  |------->|  reassociation-request',
      '    7  |<-------|  reassociation-response',
    ]);
    const management = [
      { frame: 5, from: 'station' as const, message: 'reassociation-request' },
      { frame: 7, from: 'ap' as const, message: 'reassociation-response' },
    ];
    expect(ladder(session({ handshakes, management }), [])).toEqual(alone);
  });

  it('does not fold what differs: another finding, another MIC, another message between', () => {
    const frames = [
      key(1, 'M2'),
      key(2, 'M2'),
      { ...key(3, 'M2'), mic: 'unverified' as const },
      key(4, 'M1'),
      key(5, 'M2'),
    ];
    expect(ladder(session({ eapolKeyFrames: frames }), [finding({ frames: [2] })])).toHaveLength(6);
    expect(ladder(session({ eapolKeyFrames: frames.slice(0, 2) }), [finding({ frames: [1, 2] })])).toEqual([
      'frame  station  AP',
      '    1  |------->|  M2 ×2  counter 1  clear  MIC valid under PMK1  to frame 2  <- error mic-wrong',
    ]);
  });

  it('does not take the M4 of the next handshake for a repetition of the last', () => {
    const run = (M4: number[]) => ({ kind: 're-key' as const, complete: true, frames: { M4 } });
    const eapolKeyFrames = [key(25, 'M4', '2'), key(64, 'M4', '4'), key(66, 'M4', '4')];
    expect(ladder(session({ eapolKeyFrames, handshakes: [run([25]), run([64, 66])] }), []).slice(1)).toEqual([
      '   25  |------->|  M4     counter 2  clear  MIC valid under PMK1',
      '   64  |------->|  M4 ×2  counter 4  clear  MIC valid under PMK1  to frame 66',
    ]);
  });

  it('tells the captures apart, or names the only one', () => {
    const at = (capture: string, frame: number) => ({ capture, frame });
    const one = session({
      eapolKeyFrames: [{ ...key(1, 'M1'), frame: at('w\u009b.pcap', 7), time: '2' }],
      xw: [{ frame: at('xw.pcap', 7), time: '1', from: 'enb', message: 'WTAdditionRequest' }],
    });
    expect(ladder(one, [finding({ frames: [at('w\u009b.pcap', 7)] })])).toEqual([
      'frames 1:… of xw.pcap',
      'frames 2:… of w\ufffd.pcap',
      '    time  frame  UE       eNB      WT',
      '1.000000    1:7  |        |------->|  WTAdditionRequest',
      '2.000000    2:7  |<----------------|  M1  counter 1  clear  <- error mic-wrong',
    ]);
    expect(ladder({ ...one, xw: [] }, [])[0]).toBe('frames of w\ufffd.pcap');
  });

  it('leaves out the middle of a long session, and says how much, unless asked for all', () => {
    const eapolKeyFrames = Array.from({ length: 200 }, (_, i) => key(i + 1, i % 2 === 0 ? 'M1' : 'M2'));
    const one = session({ eapolKeyFrames });
    const findings = [finding({ frames: [2, 100, 102] })];
    const short = ladder(one, findings);
    expect(short).toHaveLength(1 + 30 + 1 + 30);
    expect(short[31]).toBe('… 140 rows left out, 2 of them with findings (--full shows all) …');
    expect(short[30]).toMatch(/^ +30 /);
    expect(short[32]).toMatch(/^ +171 /);
    expect(ladder(one, findings, { full: true })).toHaveLength(201);
    expect(ladder(session({ eapolKeyFrames: eapolKeyFrames.slice(0, 60) }), [])).toHaveLength(61);
  });

  it('has no line where there is nothing to show, and bears as many rows as there are', () => {
    expect(ladder(session(), [])).toEqual([]);
    const eapolKeyFrames = Array.from({ length: 150_000 }, (_, i) => key(i + 1, i % 2 === 0 ? 'M1' : 'M2'));
    expect(ladder(session({ eapolKeyFrames }), [], { full: true })).toHaveLength(150_001);
  });

  it('shows 160 characters of a name, whichever they are', () => {
    for (const character of ['W', '漢', '\u{1f600}']) {
      const named = (length: number) =>
        ladder(
          session({ management: [{ frame: 1, from: 'ap', message: character.repeat(length), detail: '' }] }),
          [],
        )
          .join('')
          .split(character).length - 1;
      expect([160, 161, 400].map(named)).toEqual([160, 159, 159]);
    }
  });

  it('keeps its width and prints nothing that a terminal obeys, whatever comes from the air', () => {
    const text = fc.string({ unit: 'binary', maxLength: 400 });
    const frame = fc.integer({ min: 1, max: 9999 });
    const of = (one: { name: string; detail: string; frame: number; pmk: string }) =>
      session({
        rrc: [
          {
            frame: one.frame,
            time: '1.5',
            direction: 'uplink',
            macI: 'none',
            message: one.name,
            detail: one.detail,
          },
        ],
        management: [
          { frame: one.frame + 1, time: '1.6', from: 'ap', message: one.name, detail: one.detail },
        ],
        eapolKeyFrames: [{ ...key(one.frame + 2, 'M2'), time: '1.7', pmk: one.pmk }],
        missing: [{ frame: one.frame + 3, time: '1.8', where: 'uu' }],
      });
    fc.assert(
      fc.property(fc.record({ name: text, detail: text, pmk: text, frame }), one => {
        for (const line of ladder(of(one), [finding({ frames: [one.frame + 2] })])) {
          expect([...line].length).toBeLessThanOrEqual(108);
          expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        }
      }),
    );
  });
});
