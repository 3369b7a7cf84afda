import type { Sctp, SctpChunk } from '../../codecs/link/sctp.js';

/** The tag of the packet is the other end's own, as this end knows none (RFC 9260, 3.3.7 and 8.4). */
const REFLECTED_TAG = 1;

export const REFLECTED_ABORT = { chunk: 'ABORT', flags: REFLECTED_TAG, causes: [] } as const;

/** The error cause Protocol Violation (3.3.10.13). */
const PROTOCOL_VIOLATION = 13;

/** What an end sends that gives an association up, as Linux does (net/sctp/sm_sideeffect.c, sctp_cmd_assoc_failed). */
export const MAX_RETRANS_ABORT = /* @__PURE__ */ (() =>
  ({
    chunk: 'ABORT',
    causes: [
      {
        type: PROTOCOL_VIOLATION,
        value: new TextEncoder().encode('too many retransmissions, or heartbeats'),
      },
    ],
  }) as const)();

/**
 * What an end without an association answers to a packet under its tag, of which the first chunk is no INIT and no COOKIE ECHO, and
 * which has more than DATA and SACK (RFC 9260, 8.4); undefined for nothing.
 */
export function answerOutOfTheBlue(chunks: readonly SctpChunk[]): SctpChunk | undefined {
  const [first] = chunks;
  if (chunks.some(({ chunk }) => chunk === 'ABORT' || chunk === 'COOKIE ACK')) return undefined;
  switch (first?.chunk) {
    case 'SHUTDOWN COMPLETE':
    // A stale cookie: the error of an association that was not set up.
    case 'ERROR':
      return undefined;
    case 'SHUTDOWN ACK':
      return { chunk: 'SHUTDOWN COMPLETE', flags: REFLECTED_TAG };
    default:
      return REFLECTED_ABORT;
  }
}

/** Whether a packet ends the association with these tags, of which `peerTag` is 0 where it is not known yet (8.5.1, B). */
export function isAbort({ chunks, verificationTag }: Sctp, ownTag: number, peerTag: number): boolean {
  const abort = chunks.find(({ chunk }) => chunk === 'ABORT');
  if (abort === undefined) return false;
  const isReflected = ((abort.flags ?? 0) & REFLECTED_TAG) !== 0;
  return isReflected ? peerTag !== 0 && verificationTag === peerTag : verificationTag === ownTag;
}
