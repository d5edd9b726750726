import type { PlatformTemplate, TemplateButton } from '../channel.js'
import { houseSchema, json } from '../schema.js'
import type { TemplateVariable } from './template-variables.js'

/**
 * A message that a messenger approved beforehand: the only thing it lets through once its answer window is closed. Its
 * words are the platform's where they were read from the account, and a person's where they were typed in.
 */
export interface MessageTemplate {
  _id: string
  accountId: string
  /** The platform's name of it. */
  name: string
  /** The platform's code of its language: `ru`, `en_US`. */
  language: string
  /** `utility`, `marketing`, `authentication`, in small letters. */
  category: string
  status: PlatformTemplate['status']
  /** Why it was rejected or paused, in the platform's words. */
  reason: string | null
  header: string
  body: string
  footer: string
  buttons: TemplateButton[]
  variables: TemplateVariable[]
  /** Part that we cannot send, in the platform's word; such a template is shown and not offered. */
  unsupported: string | null
  /** `account`: its words come from the platform and are not edited here. */
  source: 'account' | 'manual'
  externalId: string | null
  version: number
  createdAt: Date
  updatedAt: Date
}

export const messageTemplateSchema = houseSchema<MessageTemplate>('message_templates', {
  accountId: { type: String, required: true },
  name: { type: String, required: true },
  language: { type: String, required: true },
  category: { type: String, default: '' },
  status: { type: String, required: true },
  reason: { type: String, default: null },
  header: { type: String, default: '' },
  body: { type: String, required: true },
  footer: { type: String, default: '' },
  buttons: { type: json, default: [] },
  variables: { type: json, default: [] },
  unsupported: { type: String, default: null },
  source: { type: String, enum: ['account', 'manual'], required: true },
  externalId: { type: String, default: null },
  version: { type: Number, default: 1 },
  createdAt: { type: Date, required: true },
  updatedAt: { type: Date, required: true },
})
messageTemplateSchema.index({ accountId: 1, name: 1, language: 1 }, { unique: true })
