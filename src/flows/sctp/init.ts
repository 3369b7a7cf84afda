import type { SctpParameter } from '../../codecs/link/sctp.js';
import { RECEIVER_ROOM } from './packet.js';

/** One pair for procedures that concern no UE, one for those that do (TS 36.462, 7). */
const STREAMS = 2;

/** INIT and INIT ACK of an end (RFC 9260, 3.3.2 and 3.3.3). */
export const initChunk = (
  chunk: 'INIT' | 'INIT ACK',
  initiateTag: number,
  initialTsn: number,
  parameters: readonly SctpParameter[] = [],
) =>
  ({
    chunk,
    initiateTag,
    advertisedReceiverWindowCredit: RECEIVER_ROOM,
    numberOfOutboundStreams: STREAMS,
    numberOfInboundStreams: STREAMS,
    initialTsn,
    parameters,
  }) as const;
