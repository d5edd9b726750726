import type { OpenApi } from './openapi.js'

interface SchemaLike {
  $ref?: string
  type?: string | string[]
  format?: string
  enum?: unknown[]
  properties?: Record<string, SchemaLike>
  required?: string[]
  items?: SchemaLike
  anyOf?: SchemaLike[]
  oneOf?: SchemaLike[]
  additionalProperties?: SchemaLike | boolean
  minimum?: number
  maximum?: number
  maxLength?: number
}
interface Parameter {
  name: string
  in: string
  required?: boolean
  schema?: SchemaLike
}
interface Media {
  content?: { 'application/json'?: { schema?: SchemaLike } }
}
interface Operation {
  operationId: string
  tags: string[]
  summary: string
  description: string
  parameters?: Parameter[]
  requestBody?: Media
  responses: Record<string, Media>
}

/** The OpenAPI document as one page for people: made here, without a script, a font or a picture from anywhere. */
export function docsPage(api: OpenApi): string {
  const paths = api.paths as unknown as Record<string, Record<string, Operation>>
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const tags = [...new Set(operations.map(({ operation }) => operation.tags[0] ?? ''))]
  const schemas = (api.components?.schemas ?? {}) as Record<string, SchemaLike>
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${safe(api.info.title)}</title><style>${style}</style></head><body>
<nav><b>${safe(api.info.title)}</b>${tags.map((tag) => `<a href="#${safe(tag)}">${safe(tag)}</a>`).join('')}
<a href="#schemas">schemas</a><a href="openapi.json">openapi.json</a></nav>
<main><h1>${safe(api.info.title)}</h1>${markdown(api.info.description ?? '')}
${tags
  .map(
    (tag) =>
      `<h2 id="${safe(tag)}">${safe(tag)}</h2>${operations
        .filter(({ operation }) => operation.tags[0] === tag)
        .map(({ path, method, operation }) => describeOperation(path, method, operation))
        .join('')}`,
  )
  .join('')}
<h2 id="schemas">schemas</h2>${Object.entries(schemas)
    .map(
      ([name, schema]) =>
        `<details id="schema-${safe(name)}"><summary><b>${safe(name)}</b></summary>${fields(schema)}</details>`,
    )
    .join('')}
</main></body></html>`
}

function describeOperation(path: string, method: string, operation: Operation): string {
  const { parameters = [], requestBody, responses } = operation
  const body = requestBody?.content?.['application/json']?.schema
  return `<details><summary><code class="${safe(method)}">${safe(method.toUpperCase())}</code> <code>${safe(path)}</code>
<span>${safe(operation.summary)}</span></summary><p>${inline(operation.description)}</p>
${parameters.length > 0 ? `<h4>Parameters</h4>${parameterTable(parameters)}` : ''}
${body ? `<h4>Body</h4>${fields(body)}` : ''}
<h4>Answers</h4><ul>${Object.entries(responses)
    .map(([status, { content }]) => {
      const schema = content?.['application/json']?.schema
      return `<li><code>${safe(status)}</code> ${schema ? typeOf(schema) : 'nothing'}</li>`
    })
    .join('')}</ul></details>`
}

function parameterTable(parameters: readonly Parameter[]): string {
  return `<table>${parameters
    .map(({ name, in: place, required, schema }) => row(name, required === true, schema ?? {}, place))
    .join('')}</table>`
}

function fields(schema: SchemaLike): string {
  if (!schema.properties) return `<p>${typeOf(schema)}</p>`
  const required = new Set(schema.required)
  return `<table>${Object.entries(schema.properties)
    .map(([name, field]) => row(name, required.has(name), field, ''))
    .join('')}</table>`
}

function row(name: string, required: boolean, schema: SchemaLike, place: string): string {
  const note = [required ? 'required' : '', place].filter(Boolean).join(', ')
  return `<tr><td><code>${safe(name)}</code></td><td>${typeOf(schema)}</td><td>${safe(note)}</td></tr>`
}

/** A type in a few words: `string, up to 300`, `list of Deal`, `{value, currency}`. */
function typeOf(schema: SchemaLike): string {
  if (schema.$ref) {
    const name = safe(schema.$ref.split('/').at(-1) ?? '')
    return `<a href="#schema-${name}">${name}</a>`
  }
  const variants = schema.anyOf ?? schema.oneOf
  if (variants) return variants.map(typeOf).join(' or ')
  if (schema.enum) return schema.enum.map((value) => `<code>${safe(String(value))}</code>`).join(' ')
  if (schema.items) return `list of ${typeOf(schema.items)}`
  if (schema.properties) {
    return `{${Object.entries(schema.properties)
      .map(([name, field]) => `<code>${safe(name)}</code>: ${typeOf(field)}`)
      .join(', ')}}`
  }
  if (typeof schema.additionalProperties === 'object') {
    return `any name: ${typeOf(schema.additionalProperties)}`
  }
  const type = [schema.type ?? 'anything'].flat().join(' or ')
  return safe(
    [schema.format ? `${type} (${schema.format})` : type, bounds(schema)].filter(Boolean).join(', '),
  )
}

function bounds({ minimum, maximum, maxLength }: SchemaLike): string {
  if (maxLength !== undefined) return `up to ${maxLength}`
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`
  return ''
}

/** The little Markdown of the introduction: paragraphs, lists, code. */
function markdown(text: string): string {
  return text
    .split('\n\n')
    .map((block) => {
      if (!block.startsWith('- ')) return `<p>${inline(block)}</p>`
      return `<ul>${block
        .split('\n')
        .map((line) => `<li>${inline(line.slice(2))}</li>`)
        .join('')}</ul>`
    })
    .join('')
}

function inline(text: string): string {
  return safe(text).replace(/`([^`]+)`/g, '<code>$1</code>')
}

function safe(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

const style = `:root{color-scheme:light dark}body{margin:0;font:15px/1.5 system-ui,sans-serif;display:flex}
nav{position:sticky;top:0;height:100vh;overflow:auto;padding:24px;display:flex;flex-direction:column;gap:6px;min-width:180px;box-sizing:border-box;border-right:1px solid #8883}
nav a{color:inherit;text-decoration:none}nav a:hover{text-decoration:underline}main{padding:24px 40px;max-width:960px;min-width:0;flex:1}
h2{margin-top:40px;text-transform:capitalize}details{border:1px solid #8884;border-radius:8px;margin:8px 0;padding:8px 14px}
summary{cursor:pointer}summary span{opacity:.7;margin-left:8px}code{font:13px ui-monospace,monospace;background:#8882;border-radius:4px;padding:1px 5px}
code.get{background:#2b8a3e33}code.post{background:#1971c233}code.patch,code.put{background:#e8590c33}code.delete{background:#c9202033}
table{border-collapse:collapse;width:100%}td{border-top:1px solid #8883;padding:6px 8px;vertical-align:top}
@media(max-width:720px){body{display:block}nav{position:static;height:auto;flex-flow:row wrap;border:0}main{padding:16px}}`
