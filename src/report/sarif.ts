import { toHex } from '../codecs/hex.js';
import { digest } from '../crypto/hash.js';
import type { Finding, FrameRef, Report, SessionReport } from '../validate/report.js';
import { rules as allRules } from '../validate/rules/index.js';
import { lastingIds } from './lasting.js';
import { notesOf, uncheckedOf } from './notes.js';
import { captureOf, frameNumber, type ReportContext, type RuleInfo, sessionName } from './shown.js';
import { VERSION } from './version.js';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** A viewer opens a location for each: more than these are told by `properties.frames` alone. */
const MOST_LOCATIONS = 100;

/**
 * SARIF 2.1.0, 3.11.5 and 3.11.6: braces name arguments, and `[…](…)` is a link, where they are not escaped. A text that may hold
 * a link has its backslashes escaped, too: one before a bracket would undo what escapes it.
 */
const message = (text: string): { text: string } => ({
  text: (text.includes('](') ? text.replace(/[\\[\]]/g, '\\$&') : text).replace(
    /[{}]/g,
    brace => brace + brace,
  ),
});

/** A path as a URI reference (RFC 3986): a colon in the first segment of a relative one would name a scheme. */
function uriOf(path: string): string {
  const drive = /^[A-Za-z]:[\\/]/.test(path);
  const segments = (drive ? path.replaceAll('\\', '/') : path).replace(/\p{Cs}/gu, '\ufffd').split('/');
  const encoded = segments.map(encodeURIComponent).join('/');
  if (drive) return `file:///${encoded.replace('%3A', ':')}`;
  if (path.startsWith('/')) return `file://${encoded}`;
  return encoded;
}

/** The one fingerprint that GitHub knows: of 64 bits, and the place among lines that are alike, of which a capture has none. */
const lineHash = (id: string): string =>
  `${toHex(digest('sha256', new TextEncoder().encode(id))).slice(0, 16)}:1`;

const descriptor = ({ id, severity, clause, explanation }: RuleInfo) => {
  const [first] = /^.*?[.](?= |$)/s.exec(explanation) ?? [explanation];
  return {
    id,
    shortDescription: { text: first },
    fullDescription: { text: explanation },
    help: { text: `${explanation}\n\n${clause}` },
    defaultConfiguration: { level: severity },
    properties: { clause },
  };
};

/**
 * A report as a SARIF 2.1.0 log of one run, for code scanning services. Each finding is a result; the level is its
 * severity. A capture is no text, and a report knows no octet offsets: the frames of a finding are logical
 * locations within the artifact, and all of them are in `properties.frames`. Captures that are damaged, packets of link
 * types that are not read, times that go back, damaged frames, captures, keys and accepted findings that do not fit, and that
 * nothing was checked are notifications of the tool. The fingerprint `ruleAndSession/v2` is the same when a test runs again, with
 * other frame numbers and made-up addresses; `primaryLocationLineHash`, which GitHub goes by, is a digest of it. A finding that is
 * accepted has a suppression.
 */
export function reportSarif(report: Report, context: ReportContext): object {
  const { version = VERSION, rules = allRules, damaged = [] } = context;
  const captures = [...new Set(context.captures)];
  const isWithAccepted =
    report.unusedAccepted !== undefined || report.findings.some(({ accepted }) => accepted !== undefined);
  const only = captures.length === 1 ? captures[0] : undefined;
  const ruleIndex = new Map(rules.map(({ id }, i) => [id, i]));
  const artifact = (capture: string) => {
    const index = captures.indexOf(capture);
    return { artifactLocation: { uri: uriOf(capture), ...(index < 0 ? {} : { index }) } };
  };

  const locations = (frames: readonly FrameRef[], session: SessionReport | undefined) => {
    const byCapture = new Map<string | undefined, Set<number>>();
    for (const frame of frames.slice(0, MOST_LOCATIONS)) {
      const capture = captureOf(frame) ?? only;
      const numbers = byCapture.get(capture) ?? new Set();
      byCapture.set(capture, numbers.add(frameNumber(frame)));
    }
    // A finding without frames is one of the session as a whole, wherever that was seen.
    if (frames.length === 0)
      for (const capture of session?.capture === undefined ? captures : [session.capture])
        byCapture.set(capture, new Set());
    const name = session === undefined ? [] : [{ name: sessionName(session), kind: 'session' }];
    return [...byCapture].map(([capture, numbers]) => ({
      ...(capture === undefined ? {} : { physicalLocation: artifact(capture) }),
      logicalLocations: [...name, ...[...numbers].map(frame => ({ name: `frame ${frame}`, kind: 'frame' }))],
    }));
  };

  const ids = lastingIds(report, context);
  const result = ({ rule, severity, session, frames, message: text, accepted }: Finding, i: number) => {
    const index = ruleIndex.get(rule);
    const { reason: justification } = accepted ?? {};
    const suppression = {
      kind: 'external',
      status: 'accepted',
      ...(justification === undefined ? {} : { justification }),
    };
    const of = report.sessions[session];
    return {
      ruleId: rule,
      ...(index === undefined ? {} : { ruleIndex: index }),
      level: severity,
      message: message(text),
      locations: locations(frames, of),
      partialFingerprints: {
        'sessionAndFrame/v1': [
          rule,
          of === undefined ? '' : sessionName(of),
          ...frames.slice(0, 1).map(frameNumber),
        ].join(' '),
        'ruleAndSession/v2': ids[i]!,
        primaryLocationLineHash: lineHash(ids[i]!),
      },
      // Of all results or of none (SARIF 2.1.0, 3.27.23).
      ...(isWithAccepted ? { suppressions: accepted === undefined ? [] : [suppression] } : {}),
      properties: { session, frames },
    };
  };

  const notification = (level: 'error' | 'warning', capture: string | undefined, text: string) => ({
    level,
    message: message(text),
    ...(capture === undefined ? {} : { locations: [{ physicalLocation: artifact(capture) }] }),
  });

  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'lwa-rekey', version, semanticVersion: version, rules: rules.map(descriptor) },
        },
        invocations: [
          {
            executionSuccessful: damaged.length === 0,
            toolExecutionNotifications: [
              ...damaged.map(({ capture, message: text }) => notification('error', capture, text)),
              ...notesOf(report).map(({ capture, text }) => notification('warning', capture ?? only, text)),
              ...uncheckedOf(report, context).map(({ capture, text }) =>
                notification('warning', capture ?? only, text),
              ),
            ],
          },
        ],
        artifacts: captures.map(capture => ({
          location: { uri: uriOf(capture) },
          roles: ['analysisTarget'],
        })),
        results: report.findings.map(result),
        properties: {
          packets: report.packets,
          sessions: report.sessions.map(({ capture, ap, station, ssid, verdict }) => ({
            capture,
            ap,
            station,
            ssid,
            verdict,
          })),
        },
      },
    ],
  };
}
