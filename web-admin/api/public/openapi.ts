import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import type { Core } from '../../../core/context.js'
import { errorAnswer } from '../fields.js'
import type { RouteCard } from '../recipe.js'

const prefix = '/api/v1'

export type OpenApi = ReturnType<OpenApiGeneratorV31['generateDocument']>

/** The OpenAPI 3.1 document of the public API, made from the recipes its routes run by: it cannot say anything else. */
export function describeApi(core: Core, cards: readonly RouteCard[]): OpenApi {
  const registry = new OpenAPIRegistry()
  registry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer' })
  for (const card of cards) registry.registerPath(describeRoute(card))
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: `Otklik API — ${core.company.name}`,
      version: '1',
      description: introduction,
    },
    servers: [{ url: core.company.publicUrl + prefix }],
    security: [{ key: [] }],
  })
}

type PathConfig = Parameters<OpenAPIRegistry['registerPath']>[0]

function describeRoute({ method, path, recipe }: RouteCard): PathConfig {
  const { params, query, body, upload, bytes, answer, summary = '', may } = recipe
  const { status = answer || bytes ? 200 : 204 } = recipe
  const written = path.slice(prefix.length)
  return {
    method,
    path: written.replace(/:(\w+)/g, '{$1}'),
    operationId: `${method}${written.replace(/\W+(\w)?/g, (_all, letter: string | undefined) => (letter ?? '').toUpperCase())}`,
    tags: [written.split('/')[1] ?? ''],
    summary,
    description: `Needs a key whose role may \`${may}\`.`,
    request: {
      ...(params ? { params: params as z.ZodObject } : {}),
      ...(query ? { query: query as z.ZodObject } : {}),
      ...(method === 'post' && !upload ? { headers: idempotencyHeader } : {}),
      ...(upload
        ? { body: { required: true, content: { 'multipart/form-data': { schema: uploadedFile } } } }
        : {}),
      ...(body ? { body: { required: true, content: { 'application/json': { schema: body } } } } : {}),
    },
    responses: {
      [status]: answer
        ? { description: 'Done', content: { 'application/json': { schema: answer } } }
        : { description: 'Done', ...(bytes ? { content: { 'application/octet-stream': {} } } : {}) },
      '4XX': { description: 'Refused', content: { 'application/json': { schema: refusal } } },
    },
  }
}

const uploadedFile = z.object({
  file: z.string().meta({ format: 'binary', description: 'Up to ten fields of this name.' }),
})
const refusal = errorAnswer.meta({ id: 'Error' })

const idempotencyHeader = z.object({
  'Idempotency-Key': z
    .string()
    .max(255)
    .optional()
    .meta({ description: 'Any unique text: a repeat with the same key and body has no second effect.' }),
})

const introduction = `Everything the panel knows, for other programs.

- Key: \`Authorization: Bearer otk_…\`, made by \`npm run otklik -- api-key create --name NAME --role ROLE\`. A key may what its role may.
- Lists take \`limit\` (1-100), \`cursor\`, \`sort\` (a field, \`-\` before it turns the order) and the filters written here, and answer \`{"items": [...], "nextCursor": string | null}\`.
- Errors answer \`{"error": {"code", "message", "fields"?}}\`; \`code\` is stable, \`message\` follows \`Accept-Language\` (ru, en).
- A \`POST\` with \`Idempotency-Key\` has one effect however often it comes within three days; the same key with another body answers 409 \`idempotency-conflict\`.
- Instants are ISO 8601 in UTC; \`amount.value\` is in whole units of the currency (\`1500.5\`).
- 429 \`too-many-requests\` says in \`Retry-After\` how many seconds to wait.`
