import { describe, expect, it } from 'vitest';
import { jsonText, printable, reportText } from '../../src/report/index.js';
import { finding, report, session } from './example.js';

const hostile = 'a\u001b[2J\u009b31m\n\u202e\u2028\ud800b';

describe('the report for people', () => {
  it('tells of a session its verdict, its findings, the ladder, the keys', () => {
    const one = session({
      ssid: 'lab',
      akm: '00-0F-AC:2',
      pairwiseCipher: '00-0F-AC:4',
      eapolKeyFrames: [{ frame: 21, message: 'M2', replayCounter: '1', protected: false, mic: 'invalid' }],
      protectedFrames: { decrypted: 2, undecrypted: 1 },
      keys: [
        { kind: 'ptk', frame: 21 },
        { kind: 'gtk', frame: { capture: 'b.pcap', frame: 23 }, keyId: 1 },
      ],
      verdict: 'Not complete.',
    });
    const text = reportText(report([one], [finding()]));
    expect(text.split('\n')).toEqual([
      'AP 02:00:00:00:00:01  station 02:00:00:00:00:02  "lab"  PSK (00-0F-AC:2), CCMP-128',
      '  Not complete.',
      '  error: The MIC of M2 in frame 21 is wrong. [mic-wrong]',
      '',
      '  frame  station  AP',
      '     21  |------->|  M2  counter 1  clear  MIC invalid  <- error mic-wrong',
      '',
      '  protected data frames: 2 decrypted, 1 not',
      '  keys: PTK of frame 21, GTK 1 of frame 23 in b.pcap',
      '',
      '40 packets, 1 session: 1 error, 0 warnings, 0 notes',
    ]);
  });

  it('says of a finding that it is accepted, and does not count it', () => {
    const key = { frame: 21, message: 'M2', replayCounter: '1', protected: false, mic: 'invalid' } as const;
    const findings = [
      finding({ accepted: { reason: 'bug\u001b 7' } }),
      finding({ rule: 'slow', severity: 'warning', accepted: {} }),
      finding({ rule: 'slow', severity: 'warning' }),
    ];
    const one = {
      ...report([session({ eapolKeyFrames: [key] })], findings),
      unusedAccepted: [{ rule: 'x' }],
    };
    expect(reportText(one).split('\n')).toEqual([
      'AP 02:00:00:00:00:01  station 02:00:00:00:00:02',
      '  No handshake in the capture.',
      '  accepted error (bug\ufffd 7): The MIC of M2 in frame 21 is wrong. [mic-wrong]',
      '  accepted warning: The MIC of M2 in frame 21 is wrong. [slow]',
      '  warning: The MIC of M2 in frame 21 is wrong. [slow]',
      '',
      '  frame  station  AP',
      '     21  |------->|  M2  counter 1  clear  MIC invalid  <- warning slow, accepted error mic-wrong, accepted',
      '         |        |  warning slow',
      '',
      'the accepted x was not found: its entry can be removed',
      '40 packets, 1 session: 0 errors, 1 warning, 0 notes, 2 accepted',
    ]);
  });

  it('tells the links of multi-link operation', () => {
    const links = [
      { linkId: 0, ap: '02:00:00:aa:00:00', station: '02:00:00:bb:00:00' },
      { linkId: 1, station: '02:00:00:bb:00:01' },
    ];
    const keys = [{ kind: 'gtk', frame: 2, keyId: 1, linkId: 0 } as const];
    const lines = reportText(report([session({ links, keys })], [])).split('\n');
    expect(lines).toContain(
      '  links: 0 02:00:00:aa:00:00 and 02:00:00:bb:00:00, 1 unknown and 02:00:00:bb:00:01',
    );
    expect(lines).toContain('  keys: GTK 1 of link 0 of frame 2');
  });

  it('gives each key a line where keys were asked for', () => {
    const keys = [
      { kind: 'ptk', frame: 1, hex: '00ff' },
      { kind: 'igtk', frame: 2, keyId: 4, hex: '11' },
    ] as const;
    expect(reportText(report([session({ keys })]))).toContain(
      '  keys: PTK of frame 1: 00ff\n        IGTK 4 of frame 2: 11\n',
    );
  });

  it('has a name for a session without WLAN, and tells of what was not followed', () => {
    const { ap: _, station: __, ...one } = session();
    const text = reportText({ ...report([one]), untrackedFrames: 3 });
    expect(text).toMatch(/^UE without WLAN\n {2}No handshake/);
    expect(text).toContain(
      '3 data frames are of networks and stations beyond the number that is followed, and left out\n',
    );
  });

  it('tells of what made room, by capture', () => {
    const forgotten = { eapolKeyFrames: 4096, handshakes: 1, messages: 0 };
    const of = (capture?: string) => session({ forgotten, ...(capture === undefined ? {} : { capture }) });
    const said = 'made room for others: they were checked when they came, and are not listed\n';
    expect(reportText(report([of(), of(), session()]))).toContain(
      `\n8192 EAPOL-Key frames and 2 handshakes ${said}`,
    );
    const alone = { ...forgotten, handshakes: 0 };
    expect(reportText(report([session({ forgotten: alone })]))).toContain(`\n4096 EAPOL-Key frames ${said}`);
    const others = reportText(
      report([session({ forgotten: { eapolKeyFrames: 0, handshakes: 0, messages: 7 } })]),
    );
    expect(others).toContain(
      '\n7 messages of management, RRC and XwAP made room for others, and are not listed\n',
    );
    expect(others).not.toContain('EAPOL-Key frame');
    const each = reportText(report([of('a.pcap'), of('b.pcap')]));
    expect(each).toContain(`\n4096 EAPOL-Key frames and 1 handshake in a.pcap ${said}`);
    expect(each).toContain(`\n4096 EAPOL-Key frames and 1 handshake in b.pcap ${said}`);
  });

  it('tells of what was not read', () => {
    const unreadPackets = [
      { linkType: 147, packets: 500, capture: 'a\u001b.pcap' },
      { linkType: 189, packets: 1 },
    ];
    expect(reportText({ ...report([]), unreadPackets }).split('\n')).toEqual([
      '500 packets of link type 147 in a\ufffd.pcap were not read',
      '1 packet of link type 189 was not read',
      '40 packets, 0 sessions: 0 errors, 0 warnings, 0 notes',
    ]);
  });

  it('tells of what is not in order', () => {
    const unorderedPackets = [
      { packets: 3, behindMs: 1200.5, frame: 57, capture: 'b\u001b.pcap' },
      { packets: 1, behindMs: 11, frame: 8 },
    ];
    expect(reportText({ ...report([]), unorderedPackets }).split('\n')).toEqual([
      '3 packets in b\ufffd.pcap are earlier than others before, by up to 1200.5 ms (the first is frame 57): the order may be wrong',
      '1 packet is earlier than others before, by 11 ms (frame 8): the order may be wrong',
      '40 packets, 0 sessions: 0 errors, 0 warnings, 0 notes',
    ]);
  });

  it('tells of damaged frames', () => {
    const damagedPackets = [
      { packets: 3, frame: 57, capture: 'b\u001b.pcap' },
      { packets: 1, frame: 8 },
    ];
    expect(reportText({ ...report([]), damagedPackets }).split('\n')).toEqual([
      '3 frames in b\ufffd.pcap are damaged, with a wrong FCS, and left out (the first is frame 57)',
      '1 frame is damaged, with a wrong FCS, and left out (frame 8)',
      '40 packets, 0 sessions: 0 errors, 0 warnings, 0 notes',
    ]);
  });

  it('tells of headers that cannot be read', () => {
    const error = 'radiotap.header: needs 6 octets, 4 left, at offset 0';
    const unreadableHeaders = [
      { linkType: 127, packets: 3, frame: 57, error, capture: 'b\u001b.pcap' },
      { linkType: 192, packets: 1, frame: 8, error: 'PPI' },
    ];
    expect(reportText({ ...report([]), unreadableHeaders }).split('\n')).toEqual([
      `3 packets in b\ufffd.pcap have a radiotap header that cannot be read (the first is frame 57: ${error})`,
      '1 packet has a PPI header that cannot be read (frame 8: PPI)',
      '40 packets, 0 sessions: 0 errors, 0 warnings, 0 notes',
    ]);
  });

  it('tells of keys that fit nothing', () => {
    const unmatchedKeys = [
      { source: '--pmk S-KWT\u001b', keys: 1 },
      { source: 'wrong.keys.json', keys: 4 },
      { source: '--passphrase', keys: 1, untried: true as const, apsWithoutSsid: ['A'] },
      { source: '--passphrase', keys: 1, apsWithoutSsid: ['A', 'B'] },
    ];
    expect(reportText({ ...report([]), unmatchedKeys }).split('\n')).toEqual([
      'no packet is under --pmk S-KWT\ufffd',
      'no packet is under any of the 4 keys of wrong.keys.json',
      'the capture shows no SSID of AP A: --passphrase was not tried; give --ssid',
      'no packet is under --passphrase; the capture shows no SSID of AP A and B, where it was not tried: give --ssid',
      '40 packets, 0 sessions: 0 errors, 0 warnings, 0 notes',
    ]);
  });

  it('passes nothing on that a terminal obeys', () => {
    const one = session({
      ssid: hostile,
      verdict: hostile,
      keys: [{ kind: 'ptk', frame: { capture: hostile, frame: 1 } }],
    });
    const unreadPackets = [{ linkType: 147, packets: 1, capture: hostile }];
    const findings = [finding({ message: hostile, rule: hostile })];
    const text = reportText({ ...report([one], findings), unreadPackets });
    for (const line of text.split('\n')) expect(line).toBe(printable(line));
    expect(text).toContain('"a\ufffd[2J\ufffd31m\ufffd\ufffd\ufffd\ufffdb"');
  });
});

describe('JSON', () => {
  it('keeps every value and writes what a terminal obeys as escapes', () => {
    const value = { ssid: hostile, tag: '\u{e0041}', nested: ['\u007f'] };
    const text = jsonText(value);
    expect(JSON.parse(text)).toEqual(value);
    for (const line of text.split('\n')) expect(line).toBe(printable(line));
    expect(text).toContain('\\udb40\\udc41');
  });
});
