import { z } from 'zod'
import type { Actor, Core } from '../context.js'
import { inquiryChannels } from '../inquiries/open-inquiry.js'
import { authorise } from '../policies/authorise.js'
import { id, moment, note, validate } from '../validate.js'
import { decideRouting } from './decide-routing.js'
import type { Explained } from './explain-decision.js'
import { gatherInput } from './route-inquiry.js'
import { routingRules } from './routing-rule.js'

export const tryRoutingInput = z.strictObject({
  /** The rules to try, saved or not. */
  ...routingRules.shape,
  channel: z.enum(inquiryChannels),
  accountId: note(100).default(''),
  source: note(100).default(''),
  /** What the client would have told the script: question -> answer. */
  answers: z.record(z.string().max(60), z.string().max(4000)).default({}),
  clientId: id.nullable().default(null),
  /** When it would come; now when absent. */
  at: moment.optional(),
})

/** What the rules would do with such an inquiry now. Nothing is written and nobody's turn moves. */
export async function tryRouting(
  core: Core,
  by: Actor,
  input: z.input<typeof tryRoutingInput>,
): Promise<Explained> {
  authorise(by, 'routing.update')
  const { rules, loadLimit, answers, at, ...inquiry } = validate(tryRoutingInput, input)
  const given = await gatherInput(
    core,
    { rules, loadLimit },
    {
      ...inquiry,
      answers: Object.fromEntries(
        Object.entries(answers).map(([key, text]) => [key, { label: key, text, value: text }]),
      ),
      assigneeId: null,
    },
    at ? { now: at } : {},
  )
  const choice = decideRouting(given)
  return {
    ...choice,
    ruleName: rules.find((rule) => rule.id === choice.ruleId)?.name ?? '',
    load: given.people.find((person) => person.id === choice.assigneeId)?.load ?? null,
    tried: [],
  }
}
