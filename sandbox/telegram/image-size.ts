/** Width and height of a PNG, GIF, JPEG or WebP (VP8X, VP8, VP8L) from its first bytes; empty for anything else. */
export function imageSize(data: Buffer): { width?: number; height?: number } {
  if (data.length < 30) return {}
  if (data.readUInt32BE(0) === 0x89504e47)
    return { width: data.readUInt32BE(16), height: data.readUInt32BE(20) }
  if (data.toString('latin1', 0, 4) === 'GIF8')
    return { width: data.readUInt16LE(6), height: data.readUInt16LE(8) }
  if (data.readUInt16BE(0) === 0xffd8) return jpegSize(data)
  if (data.toString('latin1', 0, 4) === 'RIFF' && data.toString('latin1', 8, 12) === 'WEBP')
    return webpSize(data)
  return {}
}

function jpegSize(data: Buffer): { width?: number; height?: number } {
  let at = 2
  while (at + 9 < data.length && data[at] === 0xff) {
    const marker = data[at + 1] ?? 0
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { height: data.readUInt16BE(at + 5), width: data.readUInt16BE(at + 7) }
    at += 2 + data.readUInt16BE(at + 2)
  }
  return {}
}

function webpSize(data: Buffer): { width?: number; height?: number } {
  const format = data.toString('latin1', 12, 16)
  if (format === 'VP8X') return { width: data.readUIntLE(24, 3) + 1, height: data.readUIntLE(27, 3) + 1 }
  if (format === 'VP8 ')
    return { width: data.readUInt16LE(26) & 0x3fff, height: data.readUInt16LE(28) & 0x3fff }
  if (format !== 'VP8L') return {}
  const bits = data.readUInt32LE(21)
  return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 }
}
