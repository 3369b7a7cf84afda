/** A WT MODIFICATION REQUEST with a new S-KWT, in SCTP, as a pcapng file on standard output. */
import {
  ETHER_TYPE,
  encodeEthernet,
  encodeIpv4,
  encodeSctp,
  IP_PROTOCOL,
  parseMac,
  pcapngWriter,
  SCTP_DATA_FLAG,
  XWAP_PORT,
  XWAP_PPID,
} from 'lwa-rekey/codecs';
import { encodeXwap, wtModificationRequest } from 'lwa-rekey/codecs/xwap';

const message = wtModificationRequest({
  enbUeXwapId: 1,
  wtUeXwapId: 2,
  sKwt: new Uint8Array(32).fill(7),
});
const sctp = encodeSctp({
  sourcePort: XWAP_PORT,
  destinationPort: XWAP_PORT,
  verificationTag: 1,
  chunks: [
    {
      chunk: 'DATA',
      flags: SCTP_DATA_FLAG.beginning | SCTP_DATA_FLAG.ending,
      tsn: 1,
      streamIdentifier: 0,
      streamSequenceNumber: 0,
      payloadProtocolIdentifier: XWAP_PPID,
      userData: encodeXwap(message),
    },
  ],
});
const ip = encodeIpv4({
  source: Uint8Array.of(192, 0, 2, 1),
  destination: Uint8Array.of(192, 0, 2, 65),
  protocol: IP_PROTOCOL.sctp,
  payload: sctp,
});
const bytes = encodeEthernet({
  source: parseMac('02:65:4e:00:00:01'),
  destination: parseMac('02:57:54:ff:00:01'),
  etherType: ETHER_TYPE.ipv4,
  payload: ip,
});
const writer = pcapngWriter({ interfaces: [{ linkType: 1, name: 'xw' }] });
process.stdout.write(writer.header());
process.stdout.write(writer.packet({ time: 1_000_000_000n, bytes }));
