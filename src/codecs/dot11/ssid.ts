const utf8 = /* @__PURE__ */ new TextEncoder();

/** The octets of an SSID, of text its UTF-8 (IEEE 802.11-2020, 9.4.2.2). */
export const ssidOctets = (ssid: string | Uint8Array): Uint8Array =>
  typeof ssid === 'string' ? utf8.encode(ssid) : ssid;
