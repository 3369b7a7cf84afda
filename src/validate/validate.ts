import type { Packet } from '../codecs/capture/packet.js';
import { formatMac } from '../codecs/dot11/mac.js';
import { type Dot11Stripper, dot11Stripper } from '../codecs/dot11/physical.js';
import { toHex } from '../codecs/hex.js';
import { newAir } from './air.js';
import { type Keys, keyRing } from './keys.js';
import type { Finding, Report, SessionReport } from './report.js';
import type { Rule } from './rule.js';
import { rules as allRules } from './rules/index.js';
import type { Session } from './session.js';
import { verdictOf } from './verdict.js';

/** What {@link validator} is told beside the packets. */
export interface ValidateOptions {
  readonly keys?: Keys;
  /** In place of every rule there is. */
  readonly rules?: readonly Rule[];
  /** Whether the report holds the keys that were found, in hex. */
  readonly showKeys?: boolean;
}

/** A validator takes packets one by one, in their order, and gives its report when there are no more. */
export interface Validator {
  packet(packet: Packet): void;
  report(): Report;
}

/**
 * Follows the 802.11 sessions of a capture: which EAPOL-Key frame is which message, whether its MIC is right
 * and under which PMK, the keys that follow, and the frames that they open (IEEE 802.11-2020, 12.7).
 * Packets of other link types are counted and passed over.
 * @throws EncodeError for a passphrase that is not 8 to 63 characters long
 */
export function validator(options: ValidateOptions = {}): Validator {
  const air = newAir(keyRing(options.keys ?? {}));
  const strippers = new Map<number, Dot11Stripper | undefined>();
  let packets = 0;

  return {
    packet: packet => {
      packets++;
      let strip = strippers.get(packet.interface);
      if (strip === undefined && !strippers.has(packet.interface)) {
        strip = dot11Stripper(packet.linkType, packet.fcsLength);
        strippers.set(packet.interface, strip);
      }
      const mpdu = strip?.(packet.bytes, packet.originalLength);
      if (mpdu !== undefined) air.frame(mpdu, packet.frame ?? packets);
    },
    report: () => {
      const sessions = air.sessions.filter(isWorthTelling);
      // Group frames from before any association count once, for the first session of their network.
      const first = new Map(sessions.toReversed().map(session => [session.bss, session]));
      return {
        packets,
        untrackedFrames: air.untracked,
        sessions: sessions.map(session =>
          sessionReport(session, first.get(session.bss) === session, options.showKeys ?? false),
        ),
        findings: sessions.flatMap((session, i) => findingsOf(session, i, options.rules ?? allRules)),
      };
    },
  };
}

/** Reports on all of `packets`; see {@link validator}. */
export async function validate(
  packets: AsyncIterable<Packet> | Iterable<Packet>,
  options: ValidateOptions = {},
): Promise<Report> {
  const { packet, report } = validator(options);
  for await (const one of packets) packet(one);
  return report();
}

/** Not a station of an open network, nor one that only came to its end. */
const isWorthTelling = ({ eapolKeyFrames, data, management, security }: Session): boolean =>
  security !== undefined ||
  eapolKeyFrames.length + data.decrypted + data.undecrypted > 0 ||
  management.decrypted + management.undecrypted > 0;

function sessionReport(session: Session, isFirst: boolean, showKeys: boolean): SessionReport {
  const { bss, station, security, data } = session;
  const unclaimed = isFirst ? bss.unclaimed : { decrypted: 0, undecrypted: 0 };
  return {
    ap: formatMac(bss.address),
    station: formatMac(station),
    ...(bss.ssid === undefined ? {} : { ssid: new TextDecoder().decode(bss.ssid) }),
    ...(security === undefined
      ? {}
      : { akm: security.akm, pairwiseCipher: security.pairwiseCipher, groupCipher: security.groupCipher }),
    eapolKeyFrames: session.eapolKeyFrames,
    handshakes: session.runs.map(({ kind, frames, complete, ptk }) => ({
      kind,
      frames,
      complete,
      ...(ptk === undefined ? {} : { pmk: ptk.pmk.name }),
    })),
    protectedFrames: {
      decrypted: data.decrypted + unclaimed.decrypted,
      undecrypted: data.undecrypted + unclaimed.undecrypted,
    },
    protectedManagementFrames: session.management,
    keys: session.found.map(({ octets, ...key }) => (showKeys ? { ...key, hex: toHex(octets) } : key)),
    verdict: verdictOf(session),
  };
}

const findingsOf = (session: Session, index: number, rules: readonly Rule[]): Finding[] =>
  rules.flatMap(rule =>
    [...rule.check(session)].map(({ frames, message }) => ({
      rule: rule.id,
      severity: rule.severity,
      session: index,
      frames,
      message,
    })),
  );
