import { readCustomFields, saveCustomFields } from '../../../core/clients/save-custom-fields.js'
import type { RouteTable } from '../route-table.js'
import { fieldsBody, fieldsView } from './schema.js'

/** The company's own fields of client cards, in the order of the card; the same in both APIs. */
export function clientFieldRoutes(routes: RouteTable): void {
  routes.get(
    '/client-fields',
    { may: 'client.read', summary: "The company's own fields of client cards", answer: fieldsView },
    async ({ core }) => readCustomFields(core),
  )

  routes.put(
    '/client-fields',
    {
      may: 'settings.update',
      summary: 'Declare the fields, all at once; one left out is hidden, its values are kept',
      body: fieldsBody,
      answer: fieldsView,
    },
    async ({ core, by, body, tx }) => saveCustomFields(core, by, body, tx),
  )
}
