/** The EAPOL-Key frames of a capture: their numbers, who sent them, and which message they are. */
import { createReadStream } from 'node:fs';
import { decodeDot11Deep, dot11Of, formatMac, isDot11LinkType, readCapture } from 'lwa-rekey/codecs';
import { messageOf } from 'lwa-rekey/crypto';

const [, , path = ''] = process.argv;
for await (const packet of readCapture(createReadStream(path))) {
  if (!isDot11LinkType(packet.linkType)) continue;
  const frame = decodeDot11Deep(dot11Of(packet).mpdu);
  if (frame.kind !== 'data' || !('kind' in frame.payload) || frame.payload.kind !== 'llc') continue;
  const { payload } = frame.payload;
  if ('kind' in payload && payload.kind === 'eapol-key')
    console.log(packet.frame, formatMac(frame.address2), messageOf(payload));
}
