import { createLabel, listLabels, removeLabel, updateLabel } from '../../../core/labels/change-labels.js'
import type { Label } from '../../../core/labels/label.model.js'
import { idParams } from '../fields.js'
import type { RouteTable } from '../route-table.js'
import { pageOf } from '../short-list.js'
import { type LabelView, labelBody, labelList, labelPatch, labelQuery, labelView } from './schema.js'

/** The catalogue of labels; the same in the panel and for programs. */
export function labelRoutes(routes: RouteTable): void {
  routes.get(
    '/labels',
    { may: 'conversation.read', summary: 'Labels of conversations', query: labelQuery, answer: labelList },
    async ({ core, query }) => pageOf((await listLabels(core)).map(present), query),
  )

  routes.post(
    '/labels',
    { may: 'label.manage', summary: 'A new label', body: labelBody, answer: labelView, status: 201 },
    async ({ core, by, body }) => present(await createLabel(core, by, body)),
  )

  routes.patch(
    '/labels/:id',
    {
      may: 'label.manage',
      summary: 'Another name, colour or meaning; conversations follow a new name',
      params: idParams,
      body: labelPatch,
      answer: labelView,
    },
    async ({ core, by, params, body }) =>
      present(await updateLabel(core, by, { labelId: params.id, ...body })),
  )

  routes.delete(
    '/labels/:id',
    { may: 'label.manage', summary: 'Take a label away, from conversations too', params: idParams },
    async ({ core, by, params }) => {
      await removeLabel(core, by, { labelId: params.id })
    },
  )
}

function present({ _id, name, colour, description }: Label): LabelView {
  return { id: _id, name, colour, description }
}
