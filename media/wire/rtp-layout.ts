/** Fixed figures of an RTP packet (RFC 3550 section 5.1, RFC 8285 section 4.2). */
export const rtpFixedHeaderLength = 12;
export const oneByteExtensionProfile = 0xbede;
