import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'
import { channelKinds } from '../channel.js'
import { clientStates } from '../clients/client-state.js'
import { roles } from '../context.js'
import { conversationStatuses } from '../inbox/conversation.model.js'
import { inquiryStatuses } from '../inquiries/inquiry.model.js'
import { addCrowd } from './demo-crowd.js'

const key = z.string().min(1)
const at = z.string().min(2)

/** The demo company as `demo.yaml` writes it down. */
const demoData = z.strictObject({
  staff: z.array(
    z.strictObject({
      key,
      name: z.string(),
      role: z.enum(roles),
      email: z.string(),
      title: z.string(),
      /** What clients see in the site chat; drawn faces of the demo shop. */
      photo: z.string().default(''),
      /** Where clients find the person; empty: not said. */
      address: z.string().default(''),
      department: z.string().optional(),
    }),
  ),
  clients: z.array(
    z.strictObject({
      key,
      name: z.string(),
      company: z.string(),
      position: z.string(),
      phone: z.string(),
      email: z.string().optional(),
      territory: z.string(),
      source: z.string(),
      state: z.enum(clientStates),
      owner: key.nullable(),
      since: at,
      kind: z.enum(['direct', 'through-agent', 'agent']).default('direct'),
      bonus: z.number().default(0),
      birthday: z.string().nullable().default(null),
      notes: z.string().default(''),
    }),
  ),
  deals: z.array(
    z.strictObject({
      key,
      client: key,
      /** The default pipeline when absent. */
      pipeline: key.optional(),
      title: z.string(),
      stage: z.string(),
      owner: key,
      at,
      due: at.optional(),
      closed: at.optional(),
      priority: z.enum(['low', 'normal', 'high']).default('normal'),
      amount: z.number().optional(),
      items: z
        .array(z.strictObject({ name: z.string(), quantity: z.number(), price: z.number() }))
        .default([]),
      lost: z.strictObject({ code: z.string(), text: z.string() }).optional(),
    }),
  ),
  conversations: z.array(
    z.strictObject({
      client: key.nullable(),
      name: z.string().optional(),
      channel: z.enum(channelKinds),
      at,
      assignee: key.nullable(),
      status: z.enum(conversationStatuses),
      snoozed: at.optional(),
      unread: z.number().default(0),
      inquiry: z.strictObject({
        status: z.enum(inquiryStatuses),
        deal: key.optional(),
        until: at.optional(),
        comment: z.string().default(''),
      }),
      talk: z.array(z.string()).min(1),
    }),
  ),
  inquiries: z.array(
    z.strictObject({
      client: key.nullable(),
      channel: z.enum(['form', 'phone']),
      source: z.string(),
      project: z.string().default(''),
      status: z.enum(inquiryStatuses),
      at,
      until: at.optional(),
      comment: z.string().default(''),
      deal: key.optional(),
      assignee: key.optional(),
    }),
  ),
  activities: z.array(
    z.strictObject({
      staff: key,
      kind: z.enum(['call', 'meeting', 'message', 'task', 'reminder']),
      title: z.string(),
      client: key.optional(),
      deal: key.optional(),
      due: at,
      done: z.string().optional(),
      outcome: z.string().optional(),
      goals: z.string().default(''),
    }),
  ),
  cannedReplies: z.array(z.strictObject({ shortcut: key, title: z.string(), text: z.string() })),
})
export type DemoData = z.output<typeof demoData>

/** Reads and checks the story of the demo company, and fills it up to the size of a company at work. */
export async function loadDemoData(file = new URL('./demo.yaml', import.meta.url)): Promise<DemoData> {
  const story = demoData.parse(parse(await readFile(file, 'utf8')))
  return addCrowd(story)
}

/** One line of talk: who says what, and how many minutes after the one before. */
export interface TalkLine {
  minutes: number
  who: string
  text: string
}

export function talkLine(line: string): TalkLine {
  const parts = /^(?:(\d+) )?(\S+) (.+)$/s.exec(line)
  if (!parts) throw new Error(`demo data: no talk: ${line}`)
  return { minutes: parts[1] ? Number(parts[1]) : 4, who: parts[2] as string, text: parts[3] as string }
}
