import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/**
 * A certificate that signs itself, made anew at every start, so that no private key lies in the repository. It proves
 * nothing: whoever opens the simulated page must be told to accept it (puppeteer: `acceptInsecureCerts`).
 */
export function selfSignedCertificate(host: string, now = new Date()): { key: string; cert: string } {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  const ecdsaWithSha256 = sequence(oid([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]))
  const name = sequence(set(sequence(oid([0x55, 0x04, 0x03]), tlv(0x0c, Buffer.from(host)))))
  const dayMs = 86_400_000
  const validity = sequence(
    utcTime(new Date(now.getTime() - dayMs)),
    utcTime(new Date(now.getTime() + 398 * dayMs)),
  )
  const altName = tlv(0x04, sequence(tlv(0x82, Buffer.from(host))))
  const extensions = tlv(0xa3, sequence(sequence(oid([0x55, 0x1d, 0x11]), altName)))
  const body = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ecdsaWithSha256,
    name,
    validity,
    name,
    publicKey,
    extensions,
  )
  const signature = sign(
    'sha256',
    body,
    createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  )
  const der = sequence(body, ecdsaWithSha256, tlv(0x03, Buffer.concat([Buffer.from([0]), signature])))
  const lines = der.toString('base64').replace(/.{64}/g, '$&\n').trimEnd()
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  }
}

// ASN.1, DER: as much of it as a certificate takes.

function tlv(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag]), length(content.length), content])
}

function length(bytes: number): Buffer {
  if (bytes < 0x80) return Buffer.from([bytes])
  if (bytes < 0x100) return Buffer.from([0x81, bytes])
  return Buffer.from([0x82, bytes >> 8, bytes & 0xff])
}

function sequence(...parts: Buffer[]): Buffer {
  return tlv(0x30, ...parts)
}

function set(...parts: Buffer[]): Buffer {
  return tlv(0x31, ...parts)
}

function oid(bytes: number[]): Buffer {
  return tlv(0x06, Buffer.from(bytes))
}

function utcTime(date: Date): Buffer {
  const digits = date.toISOString().replace(/[-:T]/g, '').slice(2, 14)
  return tlv(0x17, Buffer.from(`${digits}Z`))
}
