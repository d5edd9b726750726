import type { Core, Locale } from '../../core/context.js'
import { isTicked, tickChecklist } from '../../core/deals/checklist.js'
import type { Deal } from '../../core/deals/deal.model.js'
import type { Milestone } from '../../core/deals/pipeline.model.js'
import { getPipeline } from '../../core/deals/pipelines.js'
import { getDeal } from '../../core/deals/queries.js'
import type { StaffButton } from '../../core/deliveries/staff-keyboards.js'
import { type Answer, redraw } from './answer.js'
import type { ManagerContext } from './desk.js'
import { type Press, pressData, shortKey } from './press.js'
import { cut } from './talk-card.js'
import { say } from './texts.js'

const lineLength = 40

/** The checklist of the stage a deal stands in, one button a line; `goOn` adds the way it was on. */
export async function checklistCard(
  core: Core,
  deal: Deal,
  locale: Locale,
  goOn?: { stage: string; milestone?: Milestone | undefined },
): Promise<Answer> {
  const pipeline = await getPipeline(core, deal.pipeline)
  const stage = pipeline.stages.find((each) => each.key === deal.stage)
  const list = stage?.checklist ?? []
  const rows: StaffButton[][] = list.map((item) => [
    {
      text: cut(
        `${stage && isTicked(deal, stage, item) ? '☑️' : item.blocks ? '❗' : '▫️'} ${item.name[locale]}`,
        lineLength,
      ),
      data: pressData(['tick', shortKey(item.key), deal._id]),
    },
  ])
  const next = goOn && pipeline.stages.find((each) => each.key === goOn.stage)
  return {
    header: `☑️ ${say(locale, 'deal.number', { number: deal.number })} · ${deal.title}`,
    text:
      list.length === 0
        ? say(locale, 'check.empty')
        : say(locale, 'check.of', { stage: stage?.name[locale] ?? '' }),
    keyboard: [
      ...rows,
      [
        { text: say(locale, 'buttons.back'), data: pressData(['deal', 'back', deal._id]) },
        ...(next
          ? [
              {
                text: cut(`→ ${next.name[locale]}`, lineLength),
                data: pressData(
                  goOn?.milestone
                    ? ['mile', goOn.milestone, deal._id]
                    : ['stage', shortKey(next.key), deal._id],
                ),
              },
            ]
          : []),
      ],
    ],
  }
}

/** A line was pressed: it is ticked, or cleared. */
export async function pressTick(
  ctx: ManagerContext,
  [, key, dealId]: Extract<Press, ['tick', ...unknown[]]>,
): Promise<void> {
  const { core, by, locale } = ctx.desk
  const deal = await getDeal(core, dealId)
  const pipeline = await getPipeline(core, deal.pipeline)
  const stage = pipeline.stages.find((each) => each.key === deal.stage)
  const item = stage?.checklist?.find((each) => shortKey(each.key) === key)
  const changed =
    stage && item
      ? await tickChecklist(core, by, { dealId, item: item.key, done: !isTicked(deal, stage, item) })
      : deal
  await redraw(ctx, await checklistCard(core, changed, locale), {
    conversationId: deal.conversationId,
    dealId,
  })
}
