import { toHex } from '../../codecs/hex.js';
import { IP_PROTOCOL } from '../../codecs/link/ipv4.js';
import { decodeSctp, verifySctpChecksum, XWAP_PORT, XWAP_PPID } from '../../codecs/link/sctp.js';
import type { At } from '../at.js';
import { forgetOldest } from '../bounded.js';
import type { Datagram } from '../ip/index.js';
import type { LteEvent } from '../lte-events.js';
import type { UserMessage } from './association.js';
import type { XwContext } from './contexts.js';
import type { Interface } from './interface.js';
import { newMessages } from './messages.js';
import { type Header, isForward, newPaths } from './paths.js';

export type { XwContext, XwUe } from './contexts.js';

/** Follows the XwAP of a capture. */
export interface Xw {
  /** Takes a packet of SCTP or UDP; what is none of Xw is passed over. */
  datagram(datagram: Datagram, at: At): void;
  /** Ends what is under way. */
  end(at: At): void;
}

/** PPIDs of XwAP: its own, and that of "Xw - Control Plane" (IANA). */
const PPIDS: readonly number[] = [XWAP_PPID, 59];
/** Associations that are followed at the same time: of more, the one begun first is forgotten. */
const MAX_ASSOCIATIONS = 1024;

/** @param emit takes what is said of a UE, or of the interface */
export function newXw(emit: (context: XwContext, event: LteEvent) => void): Xw {
  const interfaces = new Set<Interface>();
  const paths = newPaths<Interface>();
  const xwap = newMessages(interfaces, emit);

  const begin = (datagram: Datagram, header: Header, at: At) => {
    const [from, to] = [toHex(datagram.source), toHex(datagram.destination)];
    const one = xwap.begin(isForward(datagram, header) ? [from, to] : [to, from]);
    interfaces.add(one);
    const [oldest] = forgetOldest(interfaces, MAX_ASSOCIATIONS) ?? [];
    if (oldest !== undefined) {
      xwap.end(oldest, at, true);
      paths.remove(oldest);
    }
    return paths.add(datagram, header, one);
  };

  return {
    datagram: (datagram, at) => {
      if (datagram.protocol === IP_PROTOCOL.udp) xwap.takeData(datagram, at);
      if (datagram.protocol !== IP_PROTOCOL.sctp) return;
      const { value, error } = decodeSctp(datagram.payload, { lax: true });
      const { sourcePort, destinationPort, verificationTag = 0, chunks } = value;
      if (sourcePort === undefined || destinationPort === undefined || chunks === undefined) return;
      const header: Header = { sourcePort, destinationPort, verificationTag };
      const isXwPort = sourcePort === XWAP_PORT || destinationPort === XWAP_PORT;
      const isXwap = ({
        payloadProtocolIdentifier: ppid,
      }: Pick<UserMessage, 'payloadProtocolIdentifier'>): boolean => isXwPort || PPIDS.includes(ppid);
      const isKnown = isXwPort || chunks.some(chunk => chunk.chunk === 'DATA' && isXwap(chunk));
      const known = paths.find(datagram, header);
      if (!isKnown && known === undefined) return;
      const [one, direction] = known ?? begin(datagram, header, at);
      const { association } = one;
      // Where no checksum of a sender was right yet, its network card computes them, behind the capture. A cut packet has none.
      const isGood = !datagram.isCut && verifySctpChecksum(datagram.payload) === 'good';
      if (!datagram.isCut && !isGood && one.hasChecksums[direction]) {
        association.lose(direction, error === undefined ? chunks : undefined, at);
        return;
      }
      const { belonging, messages } = association.take(direction, verificationTag, chunks, at);
      if (belonging === 'stray') {
        for (const chunk of chunks)
          if (chunk.chunk === 'DATA' && isXwap(chunk)) xwap.takeStray(one, direction, chunk.userData, at);
        return;
      }
      const isAnew = association.restarts !== one.restarts;
      if (belonging === 'own' || belonging === 'taken-up') {
        if (isGood) one.hasChecksums[direction] = true;
        one.isSeen[direction] = true;
        if (isAnew) one.strays.anew();
        else one.strays.settle(direction);
      }
      if (error !== undefined) association.lose(direction, undefined, at);
      if (isAnew) {
        one.restarts = association.restarts;
        xwap.restart(one, at);
      }
      for (const { octets, isAgain } of messages.filter(isXwap))
        if (isAgain) xwap.takeAgain(one, octets, at);
        else xwap.take(one, direction, octets, at);
      one.unexpected.settle();
    },
    end: at => {
      for (const one of interfaces) xwap.end(one, at, false);
    },
  };
}
