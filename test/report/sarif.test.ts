import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { type ReportContext, reportSarif } from '../../src/report/index.js';
import { finding, lteSession, report, rules, session } from './example.js';

const object = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const list = (items: object, uniqueItems = false) => ({ type: 'array', items, uniqueItems });
const string = { type: 'string' };
const bag = { type: 'object' };
const message = object({ text: string }, ['text']);
const index = { type: 'integer', minimum: -1 };
const artifactLocation = object({ uri: string, uriBaseId: string, index });
const location = object({
  physicalLocation: object({ artifactLocation }),
  logicalLocations: list(object({ name: string, kind: string, fullyQualifiedName: string }), true),
});
const level = { enum: ['none', 'note', 'warning', 'error'] };

/** What the OASIS schema of SARIF 2.1.0 says of the objects that are used here; it allows no others by their name. */
const sarifSchema = object(
  {
    $schema: string,
    version: { const: '2.1.0' },
    runs: list(
      object(
        {
          tool: object(
            {
              driver: object(
                {
                  name: string,
                  version: string,
                  semanticVersion: string,
                  rules: list(
                    object(
                      {
                        id: string,
                        shortDescription: message,
                        fullDescription: message,
                        help: message,
                        defaultConfiguration: object({ level }),
                        properties: bag,
                      },
                      ['id'],
                    ),
                    true,
                  ),
                },
                ['name'],
              ),
            },
            ['driver'],
          ),
          invocations: list(
            object(
              {
                executionSuccessful: { type: 'boolean' },
                toolExecutionNotifications: list(
                  object({ level, message, locations: list(location) }, ['message']),
                ),
              },
              ['executionSuccessful'],
            ),
          ),
          artifacts: list(
            object({ location: artifactLocation, roles: list({ enum: ['analysisTarget'] }, true) }),
            true,
          ),
          results: list(
            object(
              {
                ruleId: string,
                ruleIndex: index,
                level,
                message,
                locations: list(location),
                partialFingerprints: { type: 'object', additionalProperties: string },
                suppressions: list(
                  object(
                    {
                      kind: { enum: ['inSource', 'external'] },
                      status: { enum: ['accepted', 'underReview', 'rejected'] },
                      justification: string,
                    },
                    ['kind'],
                  ),
                  true,
                ),
                properties: bag,
              },
              ['message'],
            ),
          ),
          properties: bag,
        },
        ['tool'],
      ),
    ),
  },
  ['version', 'runs'],
);
const isSarif = new Ajv({ allErrors: true }).compile(sarifSchema);

interface Location {
  readonly physicalLocation?: {
    readonly artifactLocation: { readonly uri: string; readonly index?: number };
  };
  readonly logicalLocations: readonly { readonly name: string; readonly kind: string }[];
}
interface Log {
  readonly runs: readonly [
    {
      readonly tool: {
        readonly driver: {
          readonly rules: readonly { readonly id: string; readonly shortDescription: object }[];
        };
      };
      readonly invocations: readonly [
        { readonly executionSuccessful: boolean; readonly toolExecutionNotifications: readonly object[] },
      ];
      readonly artifacts: readonly { readonly location: { readonly uri: string } }[];
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex?: number;
        readonly level: string;
        readonly message: { readonly text: string };
        readonly locations: readonly Location[];
        readonly partialFingerprints: Readonly<Record<string, string>>;
        readonly suppressions?: readonly object[];
        readonly properties: object;
      }[];
    },
  ];
}

/** The log as a reader gets it, once it is one of SARIF. */
function logOf(of: Parameters<typeof reportSarif>[0], context: Partial<ReportContext> = {}) {
  const log = reportSarif(of, { version: '1.2.3', rules, captures: ['a.pcap'], ...context });
  const read: Log = JSON.parse(JSON.stringify(log));
  isSarif(read);
  expect(isSarif.errors ?? []).toEqual([]);
  return read.runs[0];
}

describe('SARIF', () => {
  it('has a result for each finding, with its rule, level and place', () => {
    const run = logOf(
      report([lteSession], [finding(), finding({ rule: 'undecrypted', severity: 'note', frames: [] })]),
    );
    expect(run.tool.driver.rules[0]).toEqual({
      id: 'mic-wrong',
      shortDescription: { text: 'It is wrong.' },
      fullDescription: { text: 'It is wrong. It was dropped.' },
      help: { text: 'It is wrong. It was dropped.\n\nIEEE 802.11-2020, 12.7.2' },
      defaultConfiguration: { level: 'error' },
      properties: { clause: 'IEEE 802.11-2020, 12.7.2' },
    });
    for (const { ruleId, ruleIndex } of run.results)
      expect(run.tool.driver.rules[ruleIndex!]!.id).toBe(ruleId);
    const session = { name: '02:00:00:00:00:01 02:00:00:00:00:02', kind: 'session' };
    const physicalLocation = { artifactLocation: { uri: 'a.pcap', index: 0 } };
    expect(run.results).toEqual([
      {
        ruleId: 'mic-wrong',
        ruleIndex: 0,
        level: 'error',
        message: { text: 'The MIC of M2 in frame 21 is wrong.' },
        locations: [{ physicalLocation, logicalLocations: [session, { name: 'frame 21', kind: 'frame' }] }],
        partialFingerprints: {
          'sessionAndFrame/v1': `mic-wrong ${session.name} 21`,
          'ruleAndSession/v2': '["mic-wrong","a.pcap",null,null,null,1]',
          primaryLocationLineHash: expect.stringMatching(/^[0-9a-f]{16}:1$/),
        },
        properties: { session: 0, frames: [21] },
      },
      expect.objectContaining({
        level: 'note',
        locations: [{ physicalLocation, logicalLocations: [session] }],
      }),
    ]);
    expect(run.invocations[0].executionSuccessful).toBe(true);
  });

  it('places the frames of a finding in each capture that has some of them', () => {
    const at = (capture: string, frame: number) => ({ capture, frame });
    const frames = [at('b.pcap', 3), at('a.pcap', 7), at('b.pcap', 5), at('b.pcap', 5)];
    const context = { captures: ['a.pcap', 'b.pcap', 'a.pcap'] };
    const run = logOf(report([session()], [finding({ frames }), finding({ frames: [] })]), context);
    expect(run.artifacts.map(artifact => artifact.location.uri)).toEqual(['a.pcap', 'b.pcap']);
    const places = run.results.map(result =>
      result.locations.map(({ physicalLocation, logicalLocations }) => [
        physicalLocation!.artifactLocation,
        logicalLocations.slice(1).map(one => one.name),
      ]),
    );
    expect(places).toEqual([
      [
        [{ uri: 'b.pcap', index: 1 }, ['frame 3', 'frame 5']],
        [{ uri: 'a.pcap', index: 0 }, ['frame 7']],
      ],
      [
        [{ uri: 'a.pcap', index: 0 }, []],
        [{ uri: 'b.pcap', index: 1 }, []],
      ],
    ]);
  });

  it('knows a finding of a rule that is not among those told of', () => {
    const [result] = logOf(report([session()], [finding({ rule: 'my-own' })])).results;
    expect(result!.ruleId).toBe('my-own');
    expect(result).not.toHaveProperty('ruleIndex');
  });

  it('names a thousand frames in the properties, and some of them as places', () => {
    const frames = Array.from({ length: 1000 }, (_, i) => i + 1);
    const [result] = logOf(report([session()], [finding({ frames })])).results;
    expect(result!.properties).toEqual({ session: 0, frames });
    expect(result!.locations[0]!.logicalLocations).toHaveLength(101);
  });

  describe('has fingerprints', () => {
    const prints = (of: Parameters<typeof reportSarif>[0], ...captures: string[]) =>
      logOf(of, { captures }).results.map(({ partialFingerprints }) => [
        partialFingerprints['ruleAndSession/v2'],
        partialFingerprints.primaryLocationLineHash,
      ]);
    const run = (parts: Parameters<typeof session>[0], ...frames: number[]) =>
      report(
        [session(parts)],
        frames.map(frame => finding({ frames: [frame], message: `In frame ${frame}.` })),
      );
    const device = { ap: '00:11:22:33:44:55', ssid: 'lab' };

    it('that are the same where a test runs again: other frames, folders and made-up addresses', () => {
      const first = prints(run({ ...device, station: '02:00:00:00:00:02' }, 21, 25), 'night-1/a.pcap');
      expect(prints(run({ ...device, station: '9a:01:02:03:04:05' }, 2, 7), 'night-2/a.pcap')).toEqual(first);
      expect(first.map(([id]) => id)).toEqual([
        '["mic-wrong","a.pcap","lab","00:11:22:33:44:55",null,1]',
        '["mic-wrong","a.pcap","lab","00:11:22:33:44:55",null,2]',
      ]);
    });

    it('that differ with rule, capture, SSID, the address of a device, and place', () => {
      const all = [
        ...prints(run(device, 21, 25), 'a.pcap'),
        ...prints(run(device, 21), 'b.pcap'),
        ...prints(run(device, 21), 'a.pcap', 'b.pcap'),
        ...prints(run({ ...device, ssid: 'other' }, 21), 'a.pcap'),
        ...prints(run({ ...device, station: '00:11:22:33:44:56' }, 21), 'a.pcap'),
        ...prints(report([session(device)], [finding({ rule: 'undecrypted' })]), 'a.pcap'),
      ];
      expect(new Set(all.map(([id]) => id)).size).toBe(7);
      expect(new Set(all.map(([, hash]) => hash)).size).toBe(7);
    });

    it('that name the capture of the session, where each was validated by itself, and no standard input', () => {
      const [[each]] = prints(run({ capture: 'x/b.pcap' }, 21), 'x/a.pcap', 'x/b.pcap') as [[string]];
      expect(each).toBe('["mic-wrong","b.pcap",null,null,null,1]');
      const [[input]] = prints(run({}, 21), '-') as [[string]];
      expect(input).toBe('["mic-wrong",null,null,null,null,1]');
    });
  });

  it('suppresses what is accepted, and says of all other results that they are not', () => {
    const findings = [
      finding({ accepted: { reason: 'LAB-12 [x](y)' } }),
      finding({ accepted: {} }),
      finding({ rule: 'undecrypted' }),
    ];
    const suppressed = logOf(report([session()], findings)).results.map(one => one.suppressions);
    const external = { kind: 'external', status: 'accepted' };
    expect(suppressed).toEqual([[{ ...external, justification: 'LAB-12 [x](y)' }], [external], []]);
    const unmarked = report([session()], [finding()]);
    expect(logOf({ ...unmarked, unusedAccepted: [] }).results[0]!.suppressions).toEqual([]);
    expect(logOf(unmarked).results[0]).not.toHaveProperty('suppressions');
  });

  it('warns of accepted findings that were not found', () => {
    const unusedAccepted = [{ rule: 'mic-wrong', ssid: 'lab', capture: 'b.pcap' }];
    expect(logOf({ ...report([]), unusedAccepted }).invocations[0].toolExecutionNotifications).toMatchObject([
      {
        level: 'warning',
        message: {
          text: 'the accepted mic-wrong of "lab" in b.pcap was not found: its entry can be removed',
        },
      },
    ]);
  });

  it.each([
    ['a b%#?ü.pcap', 'a%20b%25%23%3F%C3%BC.pcap'],
    ['a:b.pcap', 'a%3Ab.pcap'],
    ['dir/../x.pcap', 'dir/../x.pcap'],
    ['/tmp/x y.pcap', 'file:///tmp/x%20y.pcap'],
    ['C:\\x\\y.pcap', 'file:///C:/x/y.pcap'],
    ['\ud800', '%EF%BF%BD'],
    ['-', '-'],
  ])('writes the path %j as a URI reference', (path, uri) => {
    const run = logOf(report([]), { captures: [path] });
    expect(run.artifacts[0]!.location.uri).toBe(uri);
    expect(new URL(uri, 'file:///base/').protocol).toBe('file:');
  });

  it('escapes what SARIF would read as an argument or a link', () => {
    const textOf = (text: string): string =>
      logOf(report([session()], [finding({ message: text })])).results[0]!.message.text;
    expect(textOf('SSID {0} [click](http://x) [1]')).toBe('SSID {{0}} \\[click\\](http://x) \\[1\\]');
    // A backslash that was there does not escape the one that escapes the bracket.
    expect(textOf('[click\\](http://x)')).toBe('\\[click\\\\\\](http://x)');
    expect(textOf('C:\\a [1]')).toBe('C:\\a [1]');
  });

  it('says which capture could not be read to its end', () => {
    const run = logOf(report([]), { damaged: [{ capture: 'a.pcap', message: 'a.pcap: cut' }] });
    expect(run.invocations[0]).toEqual({
      executionSuccessful: false,
      toolExecutionNotifications: [
        {
          level: 'error',
          message: { text: 'a.pcap: cut' },
          locations: [{ physicalLocation: { artifactLocation: { uri: 'a.pcap', index: 0 } } }],
        },
      ],
    });
  });

  it('warns of what was not followed, of times that go back, of damaged frames, and of keys that fit nothing', () => {
    const unorderedPackets = [{ packets: 3, behindMs: 1200.5, frame: 57, capture: 'b.pcap' }];
    const unmatchedKeys = [{ source: '--pmk {X}', keys: 1 }];
    const captures = ['a.pcap', 'b.pcap'];
    const damagedPackets = [{ packets: 3, frame: 57 }];
    const all = { ...report([]), unorderedPackets, damagedPackets, unmatchedKeys, untrackedFrames: 1 };
    const [invocation] = logOf(all, { captures }).invocations;
    expect(invocation).toMatchObject({
      executionSuccessful: true,
      toolExecutionNotifications: [
        { level: 'warning', message: { text: expect.stringMatching(/^1 data frame is of networks/) } },
        {
          level: 'warning',
          message: { text: expect.stringContaining('3 packets in b.pcap are earlier') },
          locations: [{ physicalLocation: { artifactLocation: { uri: 'b.pcap', index: 1 } } }],
        },
        { level: 'warning', message: { text: expect.stringContaining('3 frames are damaged') } },
        { level: 'warning', message: { text: 'no packet is under --pmk {{X}}' } },
      ],
    });
  });

  it('warns of packets that were not read, at their capture where it is known', () => {
    const of = (captures: string[], capture?: string) => {
      const unreadPackets = [{ linkType: 147, packets: 500, ...(capture === undefined ? {} : { capture }) }];
      return logOf({ ...report([]), unreadPackets }, { captures }).invocations[0];
    };
    const warning = { level: 'warning', message: { text: '500 packets of link type 147 were not read' } };
    const at = (uri: string, index: number) => [{ physicalLocation: { artifactLocation: { uri, index } } }];
    expect(of(['a.pcap'])).toEqual({
      executionSuccessful: true,
      toolExecutionNotifications: [{ ...warning, locations: at('a.pcap', 0) }],
    });
    expect(of(['a.pcap', 'b.pcap']).toolExecutionNotifications).toEqual([warning]);
    expect(of(['a.pcap', 'b.pcap'], 'b.pcap').toolExecutionNotifications).toEqual([
      {
        level: 'warning',
        message: { text: '500 packets of link type 147 in b.pcap were not read' },
        locations: at('b.pcap', 1),
      },
    ]);
  });
});
