/** Content types as the texts name them. */
export const previewTypes = [
  'text',
  'image',
  'album',
  'document',
  'voice',
  'video',
  'sticker',
  'location',
  'contact',
  'choices',
  'choice',
  'unsupported',
] as const
