import type { PipelineBody, PipelineView, Role, StageView } from '../../../api/contract'

/** A pipeline as it is edited: what the server sent, changed in memory until it is saved whole. */
export type PipelineDraft = Omit<PipelineView, 'id'> & { isNew?: boolean }

export type Words = { ru: string; en: string }

/** Puts a name in the language of the panel; a name that was the same in both languages stays so. */
export function renamed(name: Words, locale: 'ru' | 'en', text: string): Words {
  return name.ru === name.en ? { ru: text, en: text } : { ...name, [locale]: text }
}

/** A key nobody in the list has: `stage-7`. */
export function freshKey(prefix: string, taken: readonly { key: string }[]): string {
  for (let number = taken.length + 1; ; number++) {
    const key = `${prefix}-${number}`
    if (!taken.some((each) => each.key === key)) return key
  }
}

const colors = ['#4c6ef5', '#15aabf', '#12b886', '#82c91e', '#fab005', '#fd7e14', '#e64980', '#7950f2']

export function newStage(pipeline: PipelineDraft, name: string): StageView {
  return {
    key: freshKey('stage', pipeline.stages),
    name: { ru: name, en: name },
    kind: 'open',
    color: colors[pipeline.stages.length % colors.length] ?? '#4c6ef5',
    required: [],
    roles: [],
    reason: null,
    checklist: [],
    activities: [],
    nextStep: false,
    delegateTo: null,
    notice: null,
    enterOn: [],
  }
}

/** A pipeline to begin with: one open stage, one to win in and one to lose in. */
export function newPipeline(
  taken: readonly PipelineView[],
  words: { name: string; open: string; won: string; lost: string; other: string },
): PipelineDraft {
  const empty: PipelineDraft = {
    key: freshKey('pipeline', taken),
    name: { ru: words.name, en: words.name },
    stages: [],
    lossReasons: [{ key: 'other', name: { ru: words.other, en: words.other }, needsText: true, tell: null }],
    isDefault: false,
    position: taken.length + 1,
    version: 0,
    isNew: true,
  }
  const stage = (key: string, name: string, kind: StageView['kind'], color: string): StageView => ({
    ...newStage(empty, name),
    key,
    kind,
    color,
  })
  return {
    ...empty,
    stages: [
      stage('new', words.open, 'open', '#4c6ef5'),
      stage('won', words.won, 'won', '#2b8a3e'),
      stage('lost', words.lost, 'lost', '#868e96'),
    ],
  }
}

/** The list with one of its rows moved by one place. */
export function shifted<T>(list: readonly T[], index: number, by: -1 | 1): T[] {
  const next = [...list]
  const [row] = next.splice(index, 1)
  if (row !== undefined) next.splice(index + by, 0, row)
  return next
}

/** The draft as the API takes it: what is empty is left out. */
export function pipelineBody(draft: PipelineDraft, moveTo: Record<string, string>): PipelineBody {
  return {
    name: draft.name,
    isDefault: draft.isDefault,
    position: draft.position,
    stages: draft.stages.map((stage) => ({
      key: stage.key,
      name: stage.name,
      kind: stage.kind,
      color: stage.color,
      required: stage.required as NonNullable<PipelineBody['stages'][number]['required']>,
      checklist: stage.checklist,
      activities: stage.activities.map(({ role, milestone, ...activity }) => ({
        ...activity,
        ...(role ? { role } : {}),
        ...(milestone ? { milestone } : {}),
      })),
      nextStep: stage.nextStep,
      enterOn: stage.enterOn,
      ...(stage.roles.length > 0 ? { roles: stage.roles as Role[] } : {}),
      ...(stage.reason ? { reason: stage.reason } : {}),
      ...(stage.delegateTo ? { delegateTo: stage.delegateTo } : {}),
      ...(stage.notice?.ru.trim()
        ? { notice: { ru: stage.notice.ru, en: stage.notice.en || stage.notice.ru } }
        : {}),
    })),
    lossReasons: draft.lossReasons.map(({ tell, ...reason }) => ({
      ...reason,
      ...(tell ? { tell: { role: tell.role, ...(tell.staffId ? { staffId: tell.staffId } : {}) } } : {}),
    })),
    ...(Object.keys(moveTo).length > 0 ? { moveTo } : {}),
    ...(draft.isNew ? {} : { expectedVersion: draft.version }),
  }
}
